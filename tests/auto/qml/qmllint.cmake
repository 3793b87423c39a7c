# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Fails if qmllint reports anything about a QML file in FOLDERS. The files find their imports in IMPORT_PATHS.
# R32: qmllint knows every type and is silent on all QML files here.

set(arguments)
foreach(path IN LISTS IMPORT_PATHS)
    list(APPEND arguments -I ${path})
endforeach()

set(files)
foreach(folder IN LISTS FOLDERS)
    file(GLOB_RECURSE found ${folder}/*.qml)
    list(APPEND files ${found})
endforeach()
if(NOT files)
    message(FATAL_ERROR "There is no QML file in ${FOLDERS}")
endif()

execute_process(COMMAND ${QMLLINT} ${arguments} ${files}
    RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(result OR said)
    message(FATAL_ERROR "qmllint should report nothing. It exited with ${result}, and said:\n${said}")
endif()
