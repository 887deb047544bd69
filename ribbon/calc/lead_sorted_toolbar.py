"""The Lead Sorted toolbar of LibreOffice Calc: what happens in the program when a button is clicked.

It runs in LibreOffice's own Python, which knows nothing of ours, and may be as old as 3.8. So it does only what the
program and the person before it can do (boxes, dialogs, saving, closing, opening) and leaves the work to ours:

1. The workbook is saved, after asking where it holds unsaved work.
2. It is closed; its window shows a note instead. A file that is open here would be refused, and on Windows could not
   be replaced.
3. Our Python does the command on the file, in a process of its own, as the command line does it: the file is the old
   one or the new one at every moment.
4. The workbook is opened again in the same window, at the same place, whatever became of the command.

Nothing that a workbook holds becomes a part of a command line: the order goes as JSON through a pipe.
"""

# ruff: noqa: BLE001, INP001  # nothing may escape into LibreOffice, which would swallow it; this is no package

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
import traceback
from pathlib import Path

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.beans import PropertyValue
from com.sun.star.frame import FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

IDENTIFIER = "org.leadsorted.calc"
IMPLEMENTATION = "org.leadsorted.calc.Toolbar"
TITLE = "Lead Sorted"
AGAIN = "leadsorted calc install"
BOOKS = (".xlsx", ".xlsm")
READY_WITHIN = 20.0
"""Seconds in which a closed workbook has let go of its file."""

at_work = threading.Lock()
"""One command at a time, in all windows."""


class Stop(Exception):  # as in our own tree of errors
    """Why a click comes to nothing, in a sentence for the person."""


class Toolbar(unohelper.Base, XServiceInfo, XInitialization, XDispatchProvider, XDispatch):
    """One for each window: LibreOffice makes it when a button of ours is shown there."""

    def __init__(self, context, *_):
        self.context = context
        self.frame = None

    def initialize(self, arguments):
        self.frame = arguments[0] if arguments else None

    def queryDispatch(self, url, target, flags):  # noqa: N802, ARG002  # LibreOffice's names
        return self if url.Protocol == IDENTIFIER + ":" else None

    def queryDispatches(self, requests):  # noqa: N802
        return tuple(self.queryDispatch(each.FeatureURL, each.FrameName, each.SearchFlags) for each in requests)

    def dispatch(self, url, arguments):  # noqa: ARG002
        """The click. The work begins when LibreOffice is done with the click itself: it closes the button's window."""
        name = url.Complete.partition(":")[2]
        later(self.context, lambda: Click(self.context, self.frame).do(name))

    def addStatusListener(self, listener, url):  # noqa: N802
        listener.statusChanged(FeatureStateEvent(self, url, "", True, False, None))

    def removeStatusListener(self, listener, url):  # noqa: N802
        pass

    def getImplementationName(self):  # noqa: N802
        return IMPLEMENTATION

    def supportsService(self, name):  # noqa: N802
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self):  # noqa: N802
        return ("com.sun.star.frame.ProtocolHandler",)


class Click:
    """One click: asks, sees to the workbook, hands the work over, shows what came of it."""

    def __init__(self, context, frame):
        self.context = context
        self.frame = frame
        self.boxes = Boxes(context, frame)
        self.desktop = service(context, "com.sun.star.frame.Desktop")

    def do(self, name):
        if not at_work.acquire(blocking=False):
            self.boxes.tell("Lead Sorted is still at work. Wait until it says what it did.")
            return
        handed_over = False
        try:
            handed_over = self.begin(name)
        except Stop as reason:
            self.boxes.tell(str(reason))
        except Exception:  # nothing may escape into LibreOffice, which would swallow it
            self.boxes.tell("Lead Sorted could not do this. Nothing was changed.\n\n" + traceback.format_exc())
        finally:
            if not handed_over:
                at_work.release()

    def begin(self, name):
        """Whether a process is at work that will let go of the lock."""
        settings = installed_settings(self.context)
        button = settings["buttons"][name]
        document = self.frame.getController().getModel()
        if button["verb"] == "settings":
            show_sheet(document, "Settings")
            return False
        if button["verb"] == "help":
            self.boxes.tell(settings["help"])
            return False
        book = self.book_of(document) if button["book"] else ""
        answers = self.answers(button["questions"])
        if answers is None or (book and not self.saved(document)):
            return False
        order = {"command": name, "book": book, "answers": answers}
        work = Work(self, settings, order, document.getURL() if book and button["writes"] else "")
        if work.address:
            work.place = self.frame.getController().getViewData()
            self.step_aside(document, button["label"])
        threading.Thread(target=work.run, daemon=False).start()
        return True

    def book_of(self, document):
        """The path of the workbook in this window. Raises Stop where a command cannot work on it."""
        if not document.hasLocation():
            raise Stop("This workbook has not been saved yet. Save it as an Excel workbook (.xlsx), then click again.")
        if not document.getURL().startswith("file:"):
            raise Stop("This workbook is not a file on this computer. Save a copy here, then click again.")
        path = uno.fileUrlToSystemPath(document.getURL())
        if not path.lower().endswith(BOOKS):
            raise Stop(
                Path(path).name + " is not an Excel workbook, and Lead Sorted works on those. "
                "File > Save As, type Excel 2007-365 (.xlsx), then click again."
            )
        if document.isReadonly():
            raise Stop(
                Path(path).name + " is open for reading only: it is open elsewhere, or is write-protected. "
                "Close it there, or click Edit Document, then click again."
            )
        return path

    def saved(self, document):
        """Whether the file holds what the window shows. Asks before anything is saved."""
        if not document.isModified():
            return True
        name = document.getTitle()
        if not self.boxes.sure("Lead Sorted works on the file. Save your changes to " + name + " and go on?"):
            return False
        document.store()
        return True

    def answers(self, questions):
        """What the person says to each question, or None where they cancel."""
        given = []
        for kind, text in questions:
            answer = {"ask": self.boxes.text, "open": self.boxes.files, "save": self.boxes.new_file}[kind](text)
            if answer is None:
                return None
            given.append(answer)
        return given

    def step_aside(self, document, label):
        """Closes the workbook; its window shows a note until it comes back."""
        name = document.getTitle()
        note = self.frame.loadComponentFromURL("private:factory/scalc", "_self", 0, ())
        sheet = note.getSheets().getByIndex(0)
        told = "Lead Sorted is at work on " + name + ": " + label + ". It comes back here by itself."
        sheet.getCellByPosition(0, 0).setString(told)
        sheet.protect("")  # what somebody typed here would be lost
        note.setModified(False)

    def finished(self, work):
        """The workbook comes back first, then what is to be said."""
        try:
            if work.address:
                document = self.open(work.address, "_self")
                if work.place is not None and document is not None:
                    document.getCurrentController().restoreViewData(work.place)
                self.boxes = Boxes(self.context, self.frame)
            opens = work.answer.get("open")
            if opens and Path(opens).exists():
                self.open(uno.systemPathToFileUrl(opens), "_blank")
            if work.answer.get("tab") and work.address:
                show_sheet(self.frame.getController().getModel(), work.answer["tab"])
        except Exception:  # the file is safe on the disk; say where it is
            work.answer["text"] += "\n\nThe workbook could not be shown again; open it by File > Open:\n" + work.address
        finally:
            at_work.release()
        self.boxes.tell(work.answer["text"])

    def open(self, address, target):
        asked = service(self.context, "com.sun.star.task.InteractionHandler")
        told = (PropertyValue("InteractionHandler", 0, asked, 0), PropertyValue("MacroExecutionMode", 0, 4, 0))
        try:
            return self.frame.loadComponentFromURL(address, target, 0, told)
        except Exception:  # the person has closed this window meanwhile
            return self.desktop.loadComponentFromURL(address, "_blank", 0, told)


class Work:
    """The command, done by our Python in a process of its own while LibreOffice stays awake."""

    def __init__(self, click, settings, order, address):
        self.click = click
        self.settings = settings
        self.order = order
        self.address = address
        self.place = None
        self.answer = {"text": ""}

    def run(self):
        try:
            self.let_go()
            self.answer = self.asked()
        except Exception as failure:
            self.answer = {"text": "Lead Sorted could not be started: " + str(failure) + "\n\nIn a terminal: " + AGAIN}
        later(self.click.context, lambda: self.click.finished(self))

    def let_go(self):
        """Waits until LibreOffice has taken its lock file away."""
        if not self.address:
            return
        book = Path(self.order["book"])
        lock, until = book.with_name(".~lock." + book.name + "#"), time.monotonic() + READY_WITHIN
        while lock.exists() and time.monotonic() < until:
            time.sleep(0.05)

    def asked(self):
        interpreter = self.settings["interpreter"]
        if not Path(interpreter).exists():
            return {"text": "There is no Python at " + interpreter + " any more. In a terminal: " + AGAIN}
        command = [interpreter, "-P", "-m", "leadsorted_sheets.frontends.calc_click"]
        hidden = {"creationflags": 0x08000000} if os.name == "nt" else {}  # no black window
        done = subprocess.run(  # noqa: S603  # our own interpreter, and nothing from outside on the command line
            command, input=json.dumps(self.order).encode(), capture_output=True, env=plain_environment(), check=False,
            **hidden,
        )  # fmt: skip
        try:
            return json.loads(done.stdout.decode("utf-8"))
        except ValueError:
            said = done.stderr.decode("utf-8", "replace").strip()[-1500:] or "it ended without a word"
            return {"text": interpreter + " could not run Lead Sorted: " + said + "\n\nIn a terminal: " + AGAIN}


class Boxes:
    """What is said and asked, in windows of LibreOffice's own."""

    def __init__(self, context, frame):
        self.context = context
        self.window = frame.getContainerWindow() if frame is not None else None

    def tell(self, text):
        """A box that scrolls, with fixed letters, so that columns stand below one another."""
        rows = min(max(6, sum(1 + len(line) // 90 for line in text.split("\n")) + 1), 26)
        dialog, model = self._dialog(430, 9 * rows + 34)
        place(
            model, "com.sun.star.awt.UnoControlEditModel", "said", (6, 6, 418, 9 * rows),
            Text=text, MultiLine=True, ReadOnly=True, VScroll=True, FontName="monospace", FontHeight=9,
        )  # fmt: skip
        place(
            model, "com.sun.star.awt.UnoControlButtonModel", "ok", (374, 9 * rows + 12, 50, 16),
            Label="OK", PushButtonType=1, DefaultButton=True,
        )  # fmt: skip
        self._shown(dialog)

    def sure(self, question):
        toolkit = service(self.context, "com.sun.star.awt.Toolkit")
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "QUERYBOX")
        box = toolkit.createMessageBox(self.window, kind, 3, TITLE, question)  # 3: Yes and No
        try:
            return box.execute() == 2  # 2: Yes
        finally:
            box.dispose()

    def text(self, question):
        dialog, model = self._dialog(240, 76)
        place(
            model, "com.sun.star.awt.UnoControlFixedTextModel", "question", (6, 6, 228, 26),
            Label=question, MultiLine=True,
        )  # fmt: skip
        place(model, "com.sun.star.awt.UnoControlEditModel", "answer", (6, 34, 228, 14))
        place(
            model, "com.sun.star.awt.UnoControlButtonModel", "ok", (130, 54, 50, 16),
            Label="OK", PushButtonType=1, DefaultButton=True,
        )  # fmt: skip
        place(
            model, "com.sun.star.awt.UnoControlButtonModel", "cancel", (184, 54, 50, 16),
            Label="Cancel", PushButtonType=2,
        )  # fmt: skip
        dialog.getControl("answer").setFocus()
        return self._shown(dialog, lambda: model.getByName("answer").Text)

    def files(self, question):
        """The chosen files, a line each."""
        picker = self._picker(question, 0)  # 0: to open
        picker.setMultiSelectionMode(True)
        picker.appendFilter("Lists", "*.csv;*.tsv;*.txt;*.xlsx;*.xlsm;*.xls;*.ods")
        if picker.execute() != 1:
            return None
        return "\n".join(uno.fileUrlToSystemPath(each) for each in picker.getSelectedFiles())

    def new_file(self, question):
        picker = self._picker(question, 10)  # 10: to save, with the ending added
        picker.appendFilter("Excel workbook", "*.xlsx")
        picker.setDefaultName("leads.xlsx")
        if picker.execute() != 1:
            return None
        path = uno.fileUrlToSystemPath(picker.getSelectedFiles()[0])
        return path if Path(path).suffix else path + ".xlsx"

    def _picker(self, title, kind):
        picker = service(self.context, "com.sun.star.ui.dialogs.FilePicker")
        picker.initialize((kind,))
        picker.setTitle(title)
        return picker

    def _dialog(self, width, height):
        model = service(self.context, "com.sun.star.awt.UnoControlDialogModel")
        model.Title, model.Width, model.Height, model.Closeable, model.Moveable = TITLE, width, height, True, True
        dialog = service(self.context, "com.sun.star.awt.UnoControlDialog")
        dialog.setModel(model)
        dialog.createPeer(service(self.context, "com.sun.star.awt.Toolkit"), self.window)
        return dialog, model

    def _shown(self, dialog, answer=lambda: None):
        """The dialog, in the middle of its window."""
        around, size = self.window.getPosSize(), dialog.getPosSize()
        left, top = (around.Width - size.Width) // 2, (around.Height - size.Height) // 3
        dialog.setPosSize(max(0, left), max(0, top), 0, 0, 3)  # 3: the place, not the size
        try:
            return answer() if dialog.execute() == 1 else None
        finally:
            dialog.dispose()


class Later(unohelper.Base, XCallback):
    def __init__(self, do):
        self.do = do

    def notify(self, data):  # noqa: ARG002
        self.do()


def later(context, do):
    """Done by LibreOffice's main thread as soon as it has nothing else to do."""
    service(context, "com.sun.star.awt.AsyncCallback").addCallback(Later(do), None)


def service(context, name):
    return context.ServiceManager.createInstanceWithContext(name, context)


def installed_settings(context):
    """What was written into this extension when it was made: which Python to start, and the buttons."""
    places = context.getByName("/singletons/com.sun.star.deployment.PackageInformationProvider")
    folder = uno.fileUrlToSystemPath(places.getPackageLocation(IDENTIFIER))
    return json.loads(Path(folder, "settings.json").read_text("utf-8"))


def plain_environment():
    """Ours without what LibreOffice has set for its own Python, which would lead the other one astray."""
    strange = {"PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "UNO_PATH"}
    kept = {name: value for name, value in os.environ.items() if name not in strange}
    return {**kept, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}


def show_sheet(document, name):
    sheets = document.getSheets()
    if not sheets.hasByName(name):
        raise Stop("This workbook has no tab " + name + ". To make it a Lead Sorted one: Adopt.")
    document.getCurrentController().setActiveSheet(sheets.getByName(name))


def place(model, kind, name, where, **values):
    made = model.createInstance(kind)
    made.PositionX, made.PositionY, made.Width, made.Height = where
    for key, value in values.items():
        setattr(made, key, value)
    model.insertByName(name, made)


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  # the name LibreOffice looks for
g_ImplementationHelper.addImplementation(Toolbar, IMPLEMENTATION, ("com.sun.star.frame.ProtocolHandler",))
