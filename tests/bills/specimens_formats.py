"""Specimens of the bank formats, written by ourselves after the standards; as in specimens_banks."""

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id>
<FrToDt><FrDtTm>2026-06-01T00:00:00</FrDtTm><ToDtTm>2026-06-30T23:59:59</ToDtTm></FrToDt>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Xinxing Trading GmbH</Nm></Ownr></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-06-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1579.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-06-30</Dt></Dt></Bal>
<TxsSummry><TtlCdtNtries><NbOfNtries>2</NbOfNtries><Sum>1800.00</Sum></TtlCdtNtries><TtlDbtNtries><NbOfNtries>2</NbOfNtries><Sum>120.50</Sum></TtlDbtNtries></TxsSummry>
<Ntry><Amt Ccy="EUR">1200.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-06-02</Dt></BookgDt><AcctSvcrRef>A1</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>SO26001</EndToEndId></Refs><RltdPties><Dbtr><Nm>Hualian AG</Nm></Dbtr><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct><Cdtr><Nm>Xinxing</Nm></Cdtr></RltdPties><RmtInf><Ustrd>Invoice SO26001</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">20.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-06-03</Dt></BookgDt><AcctSvcrRef>A2</AcctSvcrRef><AddtlNtryInf>Courier</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="EUR">600.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-06-04</Dt></BookgDt><AcctSvcrRef>A3</AcctSvcrRef>
<NtryDtls><TxDtls><Amt Ccy="EUR">250.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Nm>A AG</Nm></Dbtr></RltdPties></TxDtls><TxDtls><Amt Ccy="EUR">350.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Nm>B AG</Nm></Dbtr></RltdPties></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts><BookgDt><Dt>2026-06-05</Dt></BookgDt><AcctSvcrRef>A4</AcctSvcrRef></Ntry>
</Stmt></BkToCstmrStmt></Document>
"""

SPECIMENS = [
    ("camt", "utf-8", CAMT, """2026-06-02 | | 1200.00 | Hualian AG | A1
2026-06-03 | | -20.50 | | A2
2026-06-04 | | 250.00 | A AG | A3
2026-06-04 | | 350.00 | B AG | A3
2026-06-05 | | -100.00 | | A4"""),
    ("swift", "utf-8", """:20:STMT01
:25:755900000010101
:28C:1/1
:60F:C260601CNY10000,00
:61:2606020602C1200,00NTRFSO26001//B0001
:86:货款 SO26001 华联商贸有限公司
:61:2606030603D20,50NTRFNONREF//B0002
:86:运费
:61:2606030603RC100,00NTRFNONREF//B0003
:86:退汇
:61:2606040604RD20,50NTRFNONREF//B0004
:86:运费退回
:62F:C260604CNY11100,00
-
""", """2026-06-02 | | 1200.00 | | B0001
2026-06-03 | | -20.50 | | B0002
2026-06-03 | | -100.00 | | B0003
2026-06-04 | | 20.50 | | B0004"""),
    ("ofx", "gb18030", """OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:1252

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>CNY
<BANKACCTFROM><BANKID>0001<ACCTID>755900000010101<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260601<DTEND>20260630
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260602101112[+8:CST]<TRNAMT>1200.00<FITID>F1<NAME>华联商贸有限公司<MEMO>货款SO26001</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260603<TRNAMT>-20,50<FITID>F2<NAME>快递公司</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>11179.50<DTASOF>20260630</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
""", """2026-06-02 | | 1200.00 | 华联商贸有限公司 | F1
2026-06-03 | | -20.50 | 快递公司 | F2"""),
    ("qif", "gb18030", """!Account
NChecking
^
!Type:Bank
D06/02'26
T1,200.00
P华联商贸有限公司
M货款SO26001
^
D06/13'26
T-20.50
P快递公司
SOffice
$-20.50
^
""", """2026-06-02 | | 1200.00 | 华联商贸有限公司 |
2026-06-13 | | -20.50 | 快递公司 |"""),
]  # fmt: skip
