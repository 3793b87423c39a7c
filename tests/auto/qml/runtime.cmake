# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Runs FILE with Qt's program QML, which finds the module in IMPORT_PATH, and fails unless it prints "up" and then
# "down". Fails also if the qmldir of the module isn't the same as the hand-written QMLDIR. If INSTALL_FROM is given,
# the build in that folder is installed to PREFIX first. If PROJECT is given, the project in that folder is built there
# before, with the tools that are given and without any option of its own.

if(PROJECT)
    execute_process(COMMAND ${CMAKE_COMMAND} -S ${PROJECT} -B ${INSTALL_FROM} -G ${GENERATOR}
            -DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}
            -DCMAKE_CXX_COMPILER=${COMPILER}
            -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
            "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}"
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${CMAKE_COMMAND} --build ${INSTALL_FROM} --parallel 2
            --target QConductor QConductorTest QConductorQml QConductorQmlPlugin ${FURTHER_TARGETS}
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endif()
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
    message(FATAL_ERROR "${QML} ${FILE} should print \"up\" and \"down\". It exited with ${result}, and said:\n${said}")
endif()
