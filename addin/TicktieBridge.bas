Attribute VB_Name = "TicktieBridge"
Option Explicit

' The only way from Excel to Python. What is run is the interpreter of the user's own settings file and a constant
' text; no cell, no path and no name of a workbook is ever part of it. There is no shell between (Windows), or
' everything is quoted for it (Mac). -P: the folder that Excel happens to be in is not searched for modules.

Public Sub RunPython(ByVal python As String)
    Dim failed As Boolean
    On Error GoTo broken
    #If Mac Then
        failed = (AppleScriptTask("ticktie.applescript", "press", python) <> "0")
    #Else
        Dim interpreter As String
        interpreter = TtSetting("INTERPRETER")
        failed = (interpreter = "")
        If Not failed Then failed = (TtStart(interpreter, python) <> 0)
    #End If
    If failed Then GoTo broken
    Exit Sub
broken:
    MsgBox TtText("message.python"), vbCritical, TtText("label.ttTab")
End Sub

#If Not Mac Then
Private Function TtStart(ByVal interpreter As String, ByVal python As String) As Long
    Dim said As String
    said = """" & interpreter & """ -P -B -c """ & python & """"
    said = said & " --hwnd=" & CStr(Application.Hwnd) & " --lang=" & TtLanguage()
    TtStart = CreateObject("WScript.Shell").Run(said, 0, True)
End Function
#End If

' A line KEY=VALUE of the user's settings file; empty where there is none.
Public Function TtSetting(ByVal key As String) As String
    #If Mac Then
        TtSetting = AppleScriptTask("ticktie.applescript", "setting", key)
    #Else
        Dim files As Object, stream As Object, path As String, said As String
        path = CreateObject("WScript.Shell").ExpandEnvironmentStrings("%APPDATA%\ticktie\ticktie.conf")
        Set files = CreateObject("Scripting.FileSystemObject")
        If Not files.FileExists(path) Then Exit Function
        Set stream = files.OpenTextFile(path, 1, False, -1)
        Do Until stream.AtEndOfStream
            said = stream.ReadLine
            If Left$(said, Len(key) + 1) = key & "=" Then TtSetting = Mid$(said, Len(key) + 2)
        Loop
        stream.Close
    #End If
End Function

' zh-Hans, zh-Hant or en: as the settings file says, else as Excel itself speaks.
Public Function TtLanguage() As String
    Dim id As Long
    On Error Resume Next
    TtLanguage = TtSetting("LANGUAGE")
    If TtLanguage <> "zh-Hans" And TtLanguage <> "zh-Hant" And TtLanguage <> "en" Then
        id = Application.LanguageSettings.LanguageID(2)
        Select Case id
            Case 2052, 4100
                TtLanguage = "zh-Hans"
            Case 1028, 3076, 5124
                TtLanguage = "zh-Hant"
            Case Else
                TtLanguage = "en"
        End Select
    End If
End Function
