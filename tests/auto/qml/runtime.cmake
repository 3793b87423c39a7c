# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Starts FILE with Qt's own runtime, QML, which finds the module in IMPORT_PATH, and wants to see it come up and go down.
# The module's qmldir is the one that is written by hand, QMLDIR, as it is. With INSTALL_FROM, that build is installed to PREFIX first.

if(INSTALL_FROM)
    file(REMOVE_RECURSE ${PREFIX})
    execute_process(COMMAND ${CMAKE_COMMAND} --install ${INSTALL_FROM} --prefix ${PREFIX}
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endif()

execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${QMLDIR} ${IMPORT_PATH}/QConductor/qmldir
    COMMAND_ERROR_IS_FATAL ANY)

set(ENV{QML_IMPORT_PATH} ${IMPORT_PATH})
execute_process(COMMAND ${QML} ${FILE} RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT result EQUAL 0 OR NOT said MATCHES "up\n(.*\n)?[^\n]*down\n")
    message(FATAL_ERROR "${QML} ${FILE} (${result}):\n${said}")
endif()
