"""Run by the system's Python: load a workbook into a running LibreOffice, call macros, print what they answer as JSON."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

WHERE_DEBIAN_KEEPS_UNO = "/usr/lib/python3/dist-packages"


def main() -> None:
    sys.path.append(WHERE_DEBIAN_KEEPS_UNO)
    import uno

    order = json.load(sys.stdin)
    settings: dict[str, Any] = {"Hidden": True, "MacroExecutionMode": 4}
    if order["path"].endswith(".xlam"):
        settings["FilterName"] = "Calc MS Excel 2007 VBA XML"
    address = uno.systemPathToFileUrl(order["path"])
    document = desktop(order["pipe"]).loadComponentFromURL(address, "_blank", 0, told(**settings))
    if document is None:
        sys.exit("LibreOffice cannot load it")
    try:
        provider = document.getScriptProvider()
        answers = []
        for macro, arguments in order["calls"]:
            script = f"vnd.sun.star.script:{order['library']}.{macro}?language=Basic&location=document"
            answers.append(provider.getScript(script).invoke(tuple(arguments), (), ())[0])
        json.dump(answers, sys.stdout)
    finally:
        document.close(True)


def desktop(pipe: str) -> Any:
    """LibreOffice's desktop, as soon as it answers."""
    import uno
    from com.sun.star.connection import NoConnectException

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.1)
    sys.exit("LibreOffice does not answer")


def told(**settings: Any) -> tuple[Any, ...]:
    from com.sun.star.beans import PropertyValue

    made = []
    for name, value in settings.items():
        each = PropertyValue()
        each.Name, each.Value = name, value
        made.append(each)
    return tuple(made)


if __name__ == "__main__":
    main()
