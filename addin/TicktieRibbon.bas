Attribute VB_Name = "TicktieRibbon"
Option Explicit

' What the ribbon asks: texts, and which buttons can be pressed now.
' Texts stand in the hidden sheet _words (a VBA source holds one code page, a cell holds Unicode).

Private mRibbon As IRibbonUI
Private mLanguage As String

Public Sub TtOnLoad(ribbon As IRibbonUI)
    Set mRibbon = ribbon
End Sub

Public Sub TtLabel(control As IRibbonControl, ByRef returnedVal)
    returnedVal = TtText("label." & control.ID)
End Sub

Public Sub TtScreentip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = TtText("label." & control.ID)
End Sub

Public Sub TtSupertip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = TtText("tip." & control.ID)
End Sub

Public Sub TtEnabled(control As IRibbonControl, ByRef returnedVal)
    returnedVal = TtCan(TtText("needs." & control.ID))
End Sub

' Ask for texts and states again. After a halt in the debugger Excel has lost the ribbon; then nothing happens.
Public Sub TtRefresh()
    If Not mRibbon Is Nothing Then mRibbon.Invalidate
End Sub

' Another tab or workbook is in front: what was said of the last one goes.
Public Sub TtMoved()
    If Left$(CStr(Application.StatusBar), 7) = "ticktie" Then Application.StatusBar = False
    TtRefresh
End Sub

' Every button ends here. The text is a constant of the module TicktieButtons.
Public Sub TtRun(ByVal needs As String, ByVal python As String)
    If TtCan(needs) Then
        RunPython python
    Else
        MsgBox TtText("message." & needs), vbExclamation, TtText("label.ttTab")
    End If
    TtRefresh
End Sub

Public Function TtCan(ByVal needs As String) As Boolean
    Select Case needs
        Case "nothing"
            TtCan = True
        Case "book"
            TtCan = Not ActiveWorkbook Is Nothing
        Case "row"
            TtCan = (TypeName(ActiveSheet) = "Worksheet")
        Case "results"
            TtCan = TtHasResults()
        Case "to_confirm"
            TtCan = (TtActivePage() = "to_confirm")
    End Select
End Function

Private Function TtHasResults() As Boolean
    Dim sheet As Object
    If ActiveWorkbook Is Nothing Then Exit Function
    For Each sheet In ActiveWorkbook.Worksheets
        If TtPage(sheet) <> "" Then
            TtHasResults = True
            Exit Function
        End If
    Next
End Function

Private Function TtActivePage() As String
    If TypeName(ActiveSheet) = "Worksheet" Then TtActivePage = TtPage(ActiveSheet)
End Function

' Which of our pages a sheet shows: its hidden name says ="matched" or, where a page goes on, ="matched:2".
Private Function TtPage(ByVal sheet As Object) As String
    Dim said As String
    On Error Resume Next
    said = sheet.Names("_ticktie_page").RefersTo
    If said = "" Then said = sheet.Names("'" & Replace(sheet.Name, "'", "''") & "'!_ticktie_page").RefersTo
    On Error GoTo 0
    said = Replace(Replace(said, "=", ""), """", "")
    If InStr(said, ":") > 0 Then said = Left$(said, InStr(said, ":") - 1)
    If Left$(said, 8) <> "copy of " Then TtPage = said
End Function

' The text of a key: its cell in _words in the user's language; the key itself where there is none.
Public Function TtText(ByVal key As String) As String
    Dim words As Worksheet, row As Long
    Set words = ThisWorkbook.Worksheets("_words")
    TtText = key
    row = 2
    Do While Len(words.Cells(row, 1).Value) > 0
        If words.Cells(row, 1).Value = key Then
            TtText = words.Cells(row, TtColumn(words)).Value
            Exit Function
        End If
        row = row + 1
    Loop
End Function

Private Function TtColumn(ByVal words As Worksheet) As Long
    Dim at As Long
    If mLanguage = "" Then mLanguage = TtLanguage()
    TtColumn = 4
    For at = 2 To 3
        If words.Cells(1, at).Value = mLanguage Then TtColumn = at
    Next
End Function

' For Excel for Mac, which offers this to VBA only.
Public Sub TtSaveCopy(ByVal path As String)
    ActiveWorkbook.SaveCopyAs path
End Sub
