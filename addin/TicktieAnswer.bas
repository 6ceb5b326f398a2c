Attribute VB_Name = "TicktieAnswer"
Option Explicit

' What a cell with a function shows, and the help of the functions.
' Python marks an error value with Chr(7) before its name; no cell can hold that. Where Python cannot be reached a cell
' shows #N/A, and TT_EXPLAIN says what to do.

Private mDescribed As Boolean

Public Function TtAnswer(ByVal name As String, ByVal given As Variant) As Variant
    #If Mac Then
        TtAnswer = TtUnreached(name, "message.mac")
    #Else
        Dim again As Boolean
        On Error GoTo failed
retry:
        TtAnswer = TtShown(TtAsked(name, given))
        Exit Function
failed:
        TtForgetServer
        If again Then
            TtAnswer = TtUnreached(name, "message.python")
            Exit Function
        End If
        again = True
        Resume retry
    #End If
End Function

Private Function TtAsked(ByVal name As String, ByVal given As Variant) As Variant
    Dim caller As Object
    If TypeName(Application.Caller) = "Range" Then Set caller = Application.Caller
    TtAsked = TtServer().CallUDF("ticktie.faces.functions", name, given, Nothing, caller)
End Function

' Without Python: no result, and a sentence where a sentence is asked for.
Public Function TtUnreached(ByVal name As String, ByVal message As String) As Variant
    If name = "TT_EXPLAIN" Then
        TtUnreached = TtText(message)
    Else
        TtUnreached = CVErr(xlErrNA)
    End If
End Function

' The answer with Excel's own error values: one value, a row, or rows.
Public Function TtShown(ByVal answer As Variant) As Variant
    Dim row As Long, column As Long
    If Not IsArray(answer) Then
        TtShown = TtCell(answer)
        Exit Function
    End If
    If TtHasRows(answer) Then
        For row = LBound(answer, 1) To UBound(answer, 1)
            For column = LBound(answer, 2) To UBound(answer, 2)
                answer(row, column) = TtCell(answer(row, column))
            Next
        Next
    Else
        For column = LBound(answer) To UBound(answer)
            answer(column) = TtCell(answer(column))
        Next
    End If
    TtShown = answer
End Function

Private Function TtHasRows(ByVal answer As Variant) As Boolean
    Dim last As Long
    On Error Resume Next
    last = UBound(answer, 2)
    TtHasRows = (Err.Number = 0)
End Function

Private Function TtCell(ByVal value As Variant) As Variant
    TtCell = value
    If VarType(value) <> vbString Then Exit Function
    If Left$(value, 1) <> Chr$(7) Then Exit Function
    Select Case Mid$(value, 2)
        Case "#NULL!"
            TtCell = CVErr(xlErrNull)
        Case "#DIV/0!"
            TtCell = CVErr(xlErrDiv0)
        Case "#VALUE!"
            TtCell = CVErr(xlErrValue)
        Case "#REF!"
            TtCell = CVErr(xlErrRef)
        Case "#NAME?"
            TtCell = CVErr(xlErrName)
        Case "#NUM!"
            TtCell = CVErr(xlErrNum)
        Case Else
            TtCell = CVErr(xlErrNA)
    End Select
End Function

' The function wizard works a function out with every letter that is typed; its window keeps the command bars switched off.
Public Function TtInWizard() As Boolean
    On Error Resume Next
    TtInWizard = Not Application.CommandBars("Standard").Controls(1).Enabled
End Function

' Excel takes the help of an add-in's functions only while a workbook is in front, so this is tried until it went well.
Public Sub TtHelp()
    If mDescribed Then Exit Sub
    On Error Resume Next
    TtDescribeAll
    mDescribed = (Err.Number = 0)
    ThisWorkbook.Saved = True
End Sub

' keys: of the texts of its arguments.
Public Sub TtDescribe(ByVal name As String, ByVal keys As Variant)
    Dim at As Long
    For at = LBound(keys) To UBound(keys)
        keys(at) = TtText(keys(at))
    Next
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & name, Description:=TtText("help." & name), Category:=TtText("label.ttTab"), ArgumentDescriptions:=keys
End Sub
