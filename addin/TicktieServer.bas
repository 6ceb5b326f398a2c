Attribute VB_Name = "TicktieServer"
Option Explicit

' How a function in a cell gets its answer: a Python of its own, which stays as long as Excel, speaks through the DLL of
' xlwings. What is started is the interpreter of the user's own settings file with a constant text, without a shell;
' no cell, no path and no name of a workbook is part of it. The cells go over afterwards, as values.

#If Mac Then
#ElseIf Win64 Then
Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-{xlwings}.dll" (ByRef answer As Variant, ByVal command As String, ByVal mode As Long) As Long
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
Private Const DLL As String = "xlwings64-{xlwings}.dll"
#Else
Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings32-{xlwings}.dll" (ByRef answer As Variant, ByVal command As String, ByVal mode As Long) As Long
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
Private Const DLL As String = "xlwings32-{xlwings}.dll"
#End If

Private mServer As Object

' The object that answers; asked for once. Nothing where it cannot be had.
Public Function TtServer() As Object
    #If Not Mac Then
        Dim interpreter As String, folder As String, answer As Variant
        If mServer Is Nothing Then
            interpreter = TtSetting("INTERPRETER")
            folder = Left$(interpreter, InStrRev(interpreter, "\"))
            If folder = "" Then Exit Function
            If Not TtLoaded(folder & DLL) Then
                folder = Left$(folder, InStrRev(folder, "\", Len(folder) - 1))
                If Not TtLoaded(folder & DLL) Then Exit Function
            End If
            If XLPyDLLActivateAuto(answer, TtServerCommand(interpreter), 1) <> 0 Then Exit Function
            Set mServer = answer
        End If
    #End If
    Set TtServer = mServer
End Function

' The next question starts anew.
Public Sub TtForgetServer()
    Set mServer = Nothing
End Sub

' The DLL puts a number of its own making where $(CLSID) stands.
Public Function TtServerCommand(ByVal interpreter As String) As String
    TtServerCommand = """" & interpreter & """ -P -B -c ""import ticktie.faces.functions, xlwings; xlwings.serve('$(CLSID)')"""
    TtServerCommand = TtServerCommand & " --lang=" & TtLanguage()
End Function

#If Not Mac Then
Private Function TtLoaded(ByVal path As String) As Boolean
    TtLoaded = (LoadLibraryW(StrPtr(path)) <> 0)
End Function
#End If
