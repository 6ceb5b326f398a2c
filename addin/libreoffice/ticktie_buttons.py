"""The buttons in LibreOffice Calc: each starts ticktie's own Python, which speaks with this LibreOffice over a pipe and does the work.

A button returns at once, so LibreOffice stays alive meanwhile, and so does the button Stop. The pipe is opened by the first
button; only this user can. Labels are in Addons.xcu, drawn from the catalogue of commands; what is said here stands in
ticktie_words.json.
"""

import json
import os
import subprocess
import sys
import threading
import uuid

import ticktie_start as start
import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.awt.MessageBoxType import WARNINGBOX
from com.sun.star.frame import FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo
from com.sun.star.sheet import XActivationEventListener

NAME = "ticktie.libreoffice.Buttons"
SERVICE = "com.sun.star.frame.ProtocolHandler"
PROTOCOL = "ticktie.button:"
MARK = "_ticktie_page"
_NO_CONSOLE = 0x08000000 if sys.platform == "win32" else 0

with open(os.path.join(os.path.dirname(start.__file__), "ticktie_words.json"), encoding="utf-8") as _file:
    WORDS = json.load(_file)


class Later(unohelper.Base, XCallback):
    """Something to do on LibreOffice's own thread."""

    def __init__(self, what):
        self.what = what

    def notify(self, data):
        self.what()


class Work:
    """What this LibreOffice has started, one run at a time, and who wants to know."""

    def __init__(self):
        self.token = ""
        self.acceptor = None
        self.address = f"pipe,name=ticktie_{os.getpid()}_{uuid.uuid4().hex[:12]}"
        self.told = []

    def changed(self):
        for tell in list(self.told):
            tell()


WORK = Work()


class Buttons(unohelper.Base, XDispatchProvider, XDispatch, XServiceInfo, XInitialization, XActivationEventListener):
    """The buttons of one window."""

    def __init__(self, context, *arguments):
        self.context = context
        self.frame = arguments[0] if arguments else None
        self.listeners = []
        self.heard = None

    # --- what LibreOffice asks

    def initialize(self, arguments):
        if arguments:
            self.frame = arguments[0]

    def queryDispatch(self, url, target, flags):
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests):
        return tuple(self.queryDispatch(r.FeatureURL, r.FrameName, r.SearchFlags) for r in requests)

    def addStatusListener(self, listener, url):
        self.listeners.append((listener, url))
        if self.tell not in WORK.told:
            WORK.told.append(self.tell)
        self._hear()
        self._tell(listener, url)

    def removeStatusListener(self, listener, url):
        self.listeners = [(each, its) for each, its in self.listeners if each != listener or its.Complete != url.Complete]
        if not self.listeners and self.tell in WORK.told:
            WORK.told.remove(self.tell)

    def activeSpreadsheetChanged(self, event):
        """Not while a run moves sheets about: LibreOffice may end when its toolbar is drawn then; `ended` tells."""
        if not WORK.token:
            self.later(self.tell)

    def disposing(self, event):
        self.heard = None

    def getImplementationName(self):
        return NAME

    def getSupportedServiceNames(self):
        return (SERVICE,)

    def supportsService(self, name):
        return name == SERVICE

    def dispatch(self, url, arguments):
        command = WORDS["commands"].get(url.Path)
        if command is None:
            return
        if not self.can(command["needs"]):
            self.say(command["needs"])
        elif url.Path == "stop":
            start.stop(self.folder(), WORK.token)
        elif WORK.token:
            self.say("busy")
        else:
            self.press(command["python"])

    # --- which buttons make sense

    def tell(self):
        for listener, url in list(self.listeners):
            self._tell(listener, url)

    def _tell(self, listener, url):
        command = WORDS["commands"].get(url.Path)
        event = FeatureStateEvent()
        event.Source, event.FeatureURL = self, url
        event.IsEnabled = command is not None and self.can(command["needs"])
        listener.statusChanged(event)

    def _hear(self):
        """Another sheet in front changes what makes sense."""
        controller = self.frame.getController() if self.frame else None
        if controller is not None and controller != self.heard and hasattr(controller, "addActivationEventListener"):
            controller.addActivationEventListener(self)
            self.heard = controller

    def can(self, needs):
        pages, front = self.pages()
        return start.can(needs, pages, front, bool(WORK.token))

    def pages(self):
        controller = self.frame.getController() if self.frame else None
        document = controller.getModel() if controller else None
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            return None, ""
        sheets = document.getSheets()
        found = [_page(sheets.getByIndex(n)) for n in range(sheets.getCount())]
        return found, _page(controller.getActiveSheet())

    # --- the way to Python

    def press(self, python):
        said = start.settings(self.folder())
        if not said.get("INTERPRETER"):
            self.say("python")
            return
        self.listen()
        token = uuid.uuid4().hex
        run = start.begin(self.folder(), token)
        call = start.command_line(said["INTERPRETER"], python, WORK.address, run, self.language())
        place = start.environment_for(os.environ, os.path.dirname(uno.__file__), "{}.{}".format(*sys.version_info[:2]))
        try:
            child = subprocess.Popen(
                call, env=place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, creationflags=_NO_CONSOLE
            )
        except OSError as error:
            start.stop(self.folder(), token)
            self.say("python", str(error))
            return
        WORK.token = token
        WORK.changed()
        threading.Thread(target=self.wait, args=(child,), daemon=True).start()

    def listen(self):
        """Open the pipe, once."""
        if WORK.acceptor is None:
            acceptor = self.create("com.sun.star.office.Acceptor")
            acceptor.initialize((WORK.address + ";urp;", True))
            WORK.acceptor = acceptor

    def wait(self, child):
        """In a thread of its own, until the child ends; a child that fails had no way to say so itself."""
        lines = child.communicate()[1].decode("utf-8", "replace").split("\n")
        why = [line.strip() for line in lines if line.strip()][-1:]
        self.later(lambda: self.ended(child.returncode, *why))

    def ended(self, code, why=""):
        start.stop(self.folder(), WORK.token)
        WORK.token = ""
        WORK.changed()
        if code:
            self.say("python", why)

    # --- small things

    def folder(self):
        return start.settings_folder(sys.platform, os.environ)

    def language(self):
        provider = self.create("com.sun.star.configuration.ConfigurationProvider")
        place = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        place.Name, place.Value = "nodepath", "/org.openoffice.Setup/L10N"
        node = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (place,))
        return start.language_of(start.settings(self.folder()).get("LANGUAGE", ""), node.getByName("ooLocale") or "")

    def say(self, key, more=""):
        text = "\n".join(line for line in (WORDS["messages"][self.language()][key], more) if line)
        self.later(lambda: self.show(text))

    def show(self, text):
        window = self.frame.getContainerWindow()
        self.create("com.sun.star.awt.Toolkit").createMessageBox(window, WARNINGBOX, 1, "ticktie", text).execute()

    def later(self, what):
        self.create("com.sun.star.awt.AsyncCallback").addCallback(Later(what), None)

    def create(self, service):
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)


def _page(sheet):
    names = sheet.NamedRanges
    return start.page_of(names.getByName(MARK).getContent()) if names.hasByName(MARK) else ""


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Buttons, NAME, (SERVICE,))
