# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Fails if qmllint has anything to say about a QML file in FOLDERS, whose imports are on IMPORT_PATHS (R32).

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
    message(FATAL_ERROR "There is no QML file to look at")
endif()

execute_process(COMMAND ${QMLLINT} ${arguments} ${files}
    RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(result OR said)
    message(FATAL_ERROR "qmllint (${result}):\n${said}")
endif()
