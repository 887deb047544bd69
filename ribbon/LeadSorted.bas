Attribute VB_Name = "LeadSorted"
Option Explicit

' The ribbon's only callback, and what it hands to Python.
'
' A button's tag says everything: "dedupe|undo" or "assign_to|undo|ask:Which owner gets the leads?".
' The first part is the command; "undo" offers Ctrl+Z afterwards; the others are questions to be asked first,
' as ask: (a text), open: (files to read) or save: (a file to write).
'
' Python is called with words of a-z, 0-9 and _ only; answers are hex-encoded UTF-8. So nothing that a person types,
' and nothing that stands in a workbook, can become a part of a command line.
'
' No cell is written here, not even one of the add-in's own: that would empty Excel's list of what can be undone, and
' a look at the help should not do that.

Private Const LONGEST As Long = 6000 ' cmd.exe takes 8,191 characters, paths of Python and Excel included

Private mUndoName As String ' what Ctrl+Z will be called when Python has ended
Private mClick As String ' the click that it takes back

Public Sub LS_OnLoad(ribbon As IRibbonUI)
    On Error Resume Next
    LS_KeepRows 0
End Sub

Public Sub LS_Run(control As IRibbonControl)
    On Error GoTo Failed
    LS_Click control.Tag
    Exit Sub
Failed:
    LS_Idle
    LS_Tell "Lead Sorted could not run this command: " & Err.Description & vbCrLf & vbCrLf & _
        "In a terminal, this says why: leadsorted excel doctor"
End Sub

' What Ctrl+Z does after a command: it takes back what that very click did, and nothing older.
Public Sub LS_Undo()
    On Error GoTo Failed
    If mClick = "" Then
        LS_Tell "Excel has reset the add-in since. To take the last change back: Undo on the Lead Sorted tab."
    ElseIf LS_Ready() Then
        LS_Send "undo_click", ",'" & LS_Hex(mClick) & "'", ""
    End If
    Exit Sub
Failed:
    LS_Idle
    LS_Tell "Lead Sorted could not take this back: " & Err.Description
End Sub

' The choice is not kept in a variable: a reset of VBA would empty it, while the ribbon goes on showing "Selected rows".
Public Sub LS_RowsChosen(control As IRibbonControl, id As String, index As Integer)
    On Error Resume Next
    LS_KeepRows index
    If LS_KeptRows() <> index Then LS_Tell "This choice could not be kept. The buttons go on working on all rows."
End Sub

Public Sub LS_RowsShown(control As IRibbonControl, ByRef returnedVal)
    On Error Resume Next
    returnedVal = 0
    returnedVal = LS_KeptRows()
End Sub

Public Sub LS_Click(ByVal tagText As String)
    Dim parts As Variant, answer As String, answers As String, undoName As String, i As Long
    parts = Split(tagText, "|")
    If Not LS_Ready() Then Exit Sub
    For i = 1 To UBound(parts)
        If parts(i) = "undo" Then
            undoName = Replace(CStr(parts(0)), "_", " ")
        Else
            If Not LS_Answered(CStr(parts(i)), answer) Then Exit Sub
            answers = answers & ",'" & LS_Hex(answer) & "'"
        End If
    Next i
    LS_Send CStr(parts(0)), answers, undoName
End Sub

Private Sub LS_Send(ByVal command As String, ByVal answers As String, ByVal undoName As String)
    Dim statement As String, click As String
    click = CStr(CLng(Date)) & "_" & CStr(CLng(Timer * 100))
    statement = LS_Call(command, LS_Rows(), CStr(GetConfig("STAMP", "0")), click, answers)
    If statement = "" Or Len(statement) > LONGEST Then
        LS_Tell "That is more than can be passed on at once. Choose fewer files, or give a shorter answer."
        Exit Sub
    End If
    If undoName <> "" Then mClick = click ' a look at something leaves the older entry of Ctrl+Z in place
    mUndoName = undoName
    LS_Busy "Lead Sorted: " & Replace(command, "_", " ") & "..."
    RunPython statement
    If LS_Waits() Then LS_Finished
End Sub

' On Windows the click waits for Python and calls this. On macOS it goes on at once; xlwings' CleanUp calls this when
' Python has ended. Excel keeps its undo entry only where nothing is written after it, so it comes last.
Public Sub LS_Finished()
    Dim undoName As String
    On Error Resume Next
    LS_Idle
    undoName = mUndoName
    mUndoName = ""
    If undoName <> "" Then LS_OfferUndo "Undo Lead Sorted: " & undoName
End Sub

' Whether a command can start. Says why where it cannot.
Public Function LS_Ready() As Boolean
    If ActiveWorkbook Is Nothing Then
        If LS_InProtectedView() Then
            LS_Tell "This workbook is in Protected View, where nothing can be changed." & vbCrLf & vbCrLf & _
                "Click Enable Editing on the yellow bar, then try again."
        Else
            LS_Tell "No workbook is open. Open the one with your leads, then try again."
        End If
    ElseIf Not LS_NameOk(ActiveWorkbook.Name) Then
        LS_Tell "The name of this workbook holds a character that cannot be passed on safely, one of" & vbCrLf & _
            "    $ ` "" \ | % = ^ & ! ;" & vbCrLf & vbCrLf & _
            "Save it under another name (File > Save As), then try again."
    ElseIf LS_InProtectedView() Then
        LS_Ready = LS_Sure("A window in Protected View is open. Lead Sorted will work on the workbook" & vbCrLf & _
            "    " & ActiveWorkbook.Name & vbCrLf & vbCrLf & "Go on?")
    Else
        LS_Ready = True
    End If
End Function

' The name becomes a part of a command line: of cmd.exe on Windows, of sh on macOS.
Public Function LS_NameOk(ByVal bookName As String) As Boolean
    Dim i As Long, letter As String
    LS_NameOk = (bookName <> "")
    For i = 1 To Len(bookName)
        letter = Mid$(bookName, i, 1)
        If InStr(1, "$`""\|%=^&!;", letter, vbBinaryCompare) > 0 Then LS_NameOk = False
        If LS_Code(letter) < 32 Or LS_Code(letter) = 127 Then LS_NameOk = False
    Next i
End Function

' The Python statement of a command, or nothing where a part of it is not a plain word. `click` is the name of this
' click, `stamp` that of this build of the add-in.
Public Function LS_Call(ByVal command As String, ByVal rowsWord As String, ByVal stamp As String, _
                        ByVal click As String, ByVal answers As String) As String
    If Not (LS_IsWord(command) And LS_IsWord(rowsWord) And LS_IsWord(stamp) And LS_IsWord(click)) Then Exit Function
    LS_Call = "from leadsorted_sheets.frontends.ribbon import run; run('" & command & "','" & rowsWord & "','" & _
        stamp & "','" & click & "'" & answers & ")"
End Function

Public Function LS_IsWord(ByVal text As String) As Boolean
    Dim i As Long
    LS_IsWord = (text <> "")
    For i = 1 To Len(text)
        If InStr(1, "abcdefghijklmnopqrstuvwxyz_0123456789", Mid$(text, i, 1), vbBinaryCompare) = 0 Then
            LS_IsWord = False
        End If
    Next i
End Function

' UTF-8, two hex digits a byte.
Public Function LS_Hex(ByVal text As String) As String
    Dim i As Long, code As Long, follower As Long
    i = 1
    Do While i <= Len(text)
        code = LS_Code(Mid$(text, i, 1))
        If code >= 55296 And code <= 57343 Then ' half of a character beyond the first 65,536
            follower = 0
            If i < Len(text) Then follower = LS_Code(Mid$(text, i + 1, 1))
            If code <= 56319 And follower >= 56320 And follower <= 57343 Then
                code = 65536 + (code - 55296) * 1024 + (follower - 56320)
                i = i + 1
            Else
                code = 65533 ' a half without its other half
            End If
        End If
        LS_Hex = LS_Hex & LS_Utf8(code)
        i = i + 1
    Loop
End Function

Private Function LS_Utf8(ByVal code As Long) As String
    If code < 128 Then
        LS_Utf8 = LS_Byte(code)
    ElseIf code < 2048 Then
        LS_Utf8 = LS_Byte(192 + code \ 64) & LS_Byte(128 + code Mod 64)
    ElseIf code < 65536 Then
        LS_Utf8 = LS_Byte(224 + code \ 4096) & LS_Byte(128 + (code \ 64) Mod 64) & LS_Byte(128 + code Mod 64)
    Else
        LS_Utf8 = LS_Byte(240 + code \ 262144) & LS_Byte(128 + (code \ 4096) Mod 64) & _
            LS_Byte(128 + (code \ 64) Mod 64) & LS_Byte(128 + code Mod 64)
    End If
End Function

Private Function LS_Byte(ByVal value As Long) As String
    LS_Byte = LCase$(Right$("0" & Hex$(value), 2))
End Function

' AscW is negative from 32,768 on.
Private Function LS_Code(ByVal letter As String) As Long
    LS_Code = AscW(letter)
    If LS_Code < 0 Then LS_Code = LS_Code + 65536
End Function

Private Function LS_Rows() As String
    Select Case LS_KeptRows()
        Case 1: LS_Rows = "visible"
        Case 2: LS_Rows = "selected"
        Case Else: LS_Rows = "all"
    End Select
End Function

' Puts one question to the person. False where they cancel: then nothing happens at all.
Private Function LS_Answered(ByVal question As String, ByRef answer As String) As Boolean
    Dim colon As Long
    colon = InStr(1, question, ":", vbBinaryCompare)
    answer = ""
    Select Case Left$(question, colon)
        Case "ask:": LS_Answered = LS_AskText(Mid$(question, colon + 1), answer)
        Case "open:": LS_Answered = LS_AskFiles(Mid$(question, colon + 1), answer)
        Case "save:": LS_Answered = LS_AskNewFile(Mid$(question, colon + 1), answer)
    End Select
End Function

' For the check by hand in a real Excel, and for the tests: no box, no Python.
Public Function LS_SelfTest() As String
    LS_SelfTest = LS_Call("dedupe", "all", "0", "1", ",'" & LS_Hex("Zo" & ChrW(235) & " " & ChrW(8364)) & "'")
    If LS_NameOk("a$(b).xlsx") Or Not LS_NameOk("Leads 2026 (copy).xlsx") Then LS_SelfTest = "names"
    If LS_Call("de dupe", "all", "0", "1", "") <> "" Then LS_SelfTest = "words"
End Function
