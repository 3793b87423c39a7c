# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Builds the first sample of README.md in WORK_DIR as README.md says: the SOURCE as main.cpp, the PROJECT as CMakeLists.txt,
# and the checkout under third_party. Precompiled headers make it quicker; another test builds without.

cmake_minimum_required(VERSION 3.21)

function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
configure_file(${SOURCE} ${WORK_DIR}/main.cpp COPYONLY)
configure_file(${PROJECT} ${WORK_DIR}/CMakeLists.txt COPYONLY)
file(MAKE_DIRECTORY ${WORK_DIR}/third_party)
file(CREATE_LINK ${CHECKOUT} ${WORK_DIR}/third_party/QConductor SYMBOLIC)
run(${CMAKE_COMMAND} -S ${WORK_DIR} -B ${WORK_DIR}/build -G ${GENERATOR}
    -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
    -DCMAKE_CXX_FLAGS=${FLAGS}
    -DQCONDUCTOR_PRECOMPILE_HEADERS=ON
    "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}")
run(${CMAKE_COMMAND} --build ${WORK_DIR}/build --parallel 2)
if(NOT EXISTS ${WORK_DIR}/build/shop)
    message(FATAL_ERROR "README.md calls a program that isn't there: build/shop")
endif()
