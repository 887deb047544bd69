Attribute VB_Name = "LeadSortedBoxes"
Option Explicit

' What only Excel and the person before it can do: boxes, file dialogs, the status bar, the Undo list,
' and a place that outlives a reset of VBA.

Private Const OUR_NAME As String = "Lead Sorted"

Public Sub LS_Tell(ByVal message As String)
    MsgBox message, vbInformation, OUR_NAME
End Sub

Public Function LS_Sure(ByVal question As String) As Boolean
    LS_Sure = (MsgBox(question, vbYesNo + vbQuestion, OUR_NAME) = vbYes)
End Function

Public Function LS_AskText(ByVal question As String, ByRef answer As String) As Boolean
    Dim given As Variant
    given = Application.InputBox(question, OUR_NAME, Type:=2)
    If VarType(given) = vbBoolean Then Exit Function ' Cancel
    answer = CStr(given)
    LS_AskText = True
End Function

' The chosen files, a line each.
Public Function LS_AskFiles(ByVal question As String, ByRef answer As String) As Boolean
    Dim given As Variant, i As Long
    #If Mac Then
        given = Application.GetOpenFilename(MultiSelect:=True) ' a filter is an error there
    #Else
        given = Application.GetOpenFilename("Lists (*.csv;*.tsv;*.txt;*.xlsx;*.xlsm),*.csv;*.tsv;*.txt;*.xlsx;*.xlsm", _
            Title:=question, MultiSelect:=True)
    #End If
    If VarType(given) = vbBoolean Then Exit Function
    If IsArray(given) Then
        For i = LBound(given) To UBound(given)
            If i > LBound(given) Then answer = answer & vbLf
            answer = answer & CStr(given(i))
        Next i
    Else
        answer = CStr(given)
    End If
    LS_AskFiles = True
End Function

Public Function LS_AskNewFile(ByVal question As String, ByRef answer As String) As Boolean
    Dim given As Variant
    #If Mac Then
        given = Application.GetSaveAsFilename("leads.xlsx")
    #Else
        given = Application.GetSaveAsFilename("leads.xlsx", "Excel workbook (*.xlsx),*.xlsx", Title:=question)
    #End If
    If VarType(given) = vbBoolean Then Exit Function
    answer = CStr(given)
    LS_AskNewFile = True
End Function

' Late bound, because Excel for Mac has no Protected View and would not compile the name.
Public Function LS_InProtectedView() As Boolean
    Dim excelItself As Object
    On Error Resume Next
    Set excelItself = Application
    LS_InProtectedView = Not excelItself.ActiveProtectedViewWindow Is Nothing
End Function

Public Sub LS_Busy(ByVal message As String)
    Application.StatusBar = message
End Sub

Public Sub LS_Idle()
    Application.StatusBar = False
End Sub

' Whether RunPython comes back only when Python has ended.
Public Function LS_Waits() As Boolean
    #If Mac Then
        LS_Waits = False
    #Else
        LS_Waits = True
    #End If
End Function

Public Sub LS_OfferUndo(ByVal label As String)
    Application.OnUndo label, "'" & ThisWorkbook.Name & "'!LS_Undo"
End Sub

' Which rows the buttons work on, in this Excel. It is forgotten when the ribbon is loaded anew.
Public Sub LS_KeepRows(ByVal index As Long)
    SaveSetting OUR_NAME, "Rows", LS_Session(), CStr(index)
End Sub

Public Function LS_KeptRows() As Long
    LS_KeptRows = CLng(Val(GetSetting(OUR_NAME, "Rows", LS_Session(), "0")))
End Function

' Two Excels at once show two ribbons, so each has a choice of its own. On macOS there is one.
Private Function LS_Session() As String
    #If Mac Then
        LS_Session = "Excel"
    #Else
        LS_Session = "Excel" & CStr(Application.Hwnd)
    #End If
End Function
