"""The Excel add-in: written from text, without Excel, on the machine that will use it.

compound_file   the container of a VBA project, [MS-CFB]
ovba            how VBA text is packed, [MS-OVBA] 2.4
vba_project     the project in the container, [MS-OVBA] 2.3
xlwings_module  the module of the installed xlwings that starts Python, hardened
package         the .xlam around it: sheets, ribbon, project
build           all of it together
install         where Excel looks for add-ins, and how ours gets there and away
doctor          why nothing happens, and what to do

The builder does not know the commands: it reads the committed `ribbon/customUI14.xml`.
"""
