# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Checks what find_package() says where a component of QConductor, or a module of Qt that it needs, is missing. The package
# is in PACKAGE_DIR.

cmake_minimum_required(VERSION 3.21)

# Fails unless a project in which that is the line that finds QConductor, configured with the further arguments, fails and
# says so.
function(expect message line)
    file(REMOVE_RECURSE ${WORK_DIR})
    file(WRITE ${WORK_DIR}/source/CMakeLists.txt
        "cmake_minimum_required(VERSION 3.21)\nproject(Missing LANGUAGES CXX)\n${line}\n")
    execute_process(COMMAND ${CMAKE_COMMAND} -S ${WORK_DIR}/source -B ${WORK_DIR}/build -G ${GENERATOR}
            -DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}
            -DCMAKE_CXX_COMPILER=${COMPILER}
            "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}"
            -DQConductor_DIR=${PACKAGE_DIR}
            ${ARGN}
        RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
    string(REGEX REPLACE "[ \n]+" " " text "${said}") # CMake breaks lines where it likes
    string(FIND "${text}" "${message}" position)
    if(result EQUAL 0 OR position EQUAL -1)
        message(SEND_ERROR "${line} with \"${ARGN}\" should fail, and say:\n${message}\nIt said:\n${said}")
    endif()
endfunction()

set(libraries "Core, Test")
if(HAS_QML)
    string(APPEND libraries ", Qml")
    expect("QConductor::Qml needs Qt6::Qml, which was not found"
        "find_package(QConductor REQUIRED COMPONENTS Qml)" -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Qml=ON)
endif()
if(HAS_INSPECTOR)
    string(APPEND libraries ", Inspector")
endif()
expect("QConductor::Test needs Qt6::Test, which was not found"
    "find_package(QConductor REQUIRED COMPONENTS Test)" -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Test=ON)
expect("QConductor::QConductor needs Qt6::Concurrent, which was not found"
    "find_package(QConductor REQUIRED)" -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Concurrent=ON)
# The versions of a major version are compatible, as far as they are older.
expect("QConductorConfig.cmake, version: ${VERSION}" "find_package(QConductor ${NEXT_MINOR} REQUIRED)")
expect("QConductorConfig.cmake, version: ${VERSION}" "find_package(QConductor ${NEXT_MAJOR} REQUIRED)")
expect("QConductorConfig.cmake, version: ${VERSION}" "find_package(QConductor 0.9 REQUIRED)")
string(REPLACE "," "" components "${libraries}")
expect("found everything" "find_package(QConductor 1.0 REQUIRED COMPONENTS ${components} OPTIONAL_COMPONENTS Quick)
    if(QConductor_Core_FOUND AND TARGET QConductor::QConductor AND QConductor_Test_FOUND AND NOT QConductor_Quick_FOUND)
        message(FATAL_ERROR \"found everything\")
    endif()")
expect("there is no Quick in this installation of QConductor, which has ${libraries}"
    "find_package(QConductor REQUIRED COMPONENTS Quick)")
