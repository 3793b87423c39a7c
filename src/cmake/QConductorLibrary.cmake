# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# What the libraries, tests and examples of QConductor have in common.

include(GNUInstallDirs)

# How every target here is compiled.
function(qconductor_compile_options target)
    target_compile_features(${target} PUBLIC cxx_std_17)
    set_target_properties(${target} PROPERTIES
        AUTOMOC ON
        CXX_EXTENSIONS OFF
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON
    )
    target_compile_definitions(${target} PRIVATE
        QT_NO_KEYWORDS
        QT_NO_CAST_FROM_ASCII
        QT_NO_CAST_TO_ASCII
        QT_NO_FOREACH
        QT_NO_CONTEXTLESS_CONNECT
        QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    )
    if(NOT MSVC)
        target_compile_options(${target} PRIVATE -Wall -Wextra
            $<$<BOOL:${QCONDUCTOR_WARNINGS_AS_ERRORS}>:-Werror>)
    endif()
endfunction()

# A library that is installed and exported as QConductor::<its export name>.
function(qconductor_configure_library target)
    qconductor_compile_options(${target})
    set_target_properties(${target} PROPERTIES
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}
    )
    target_include_directories(${target} PUBLIC
        $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    )
    install(TARGETS ${target} EXPORT QConductorTargets)
endfunction()

# Makes <QConductor/header.h> and the forwarding <QConductor/Class>, in the build tree as once installed.
function(qconductor_add_headers target)
    cmake_parse_arguments(arg "" "" "HEADERS;CLASSES" ${ARGN})
    set(build_dir ${PROJECT_BINARY_DIR}/include/QConductor)
    set(install_dir ${CMAKE_INSTALL_INCLUDEDIR}/QConductor)
    foreach(header IN LISTS arg_HEADERS)
        file(CONFIGURE OUTPUT ${build_dir}/${header}
            CONTENT "#include \"${CMAKE_CURRENT_SOURCE_DIR}/${header}\" // IWYU pragma: export\n")
    endforeach()
    install(FILES ${arg_HEADERS} DESTINATION ${install_dir})
    foreach(class IN LISTS arg_CLASSES)
        string(TOLOWER ${class} name)
        file(CONFIGURE OUTPUT ${build_dir}/${class} CONTENT "#include \"${name}.h\" // IWYU pragma: export\n")
        install(FILES ${build_dir}/${class} DESTINATION ${install_dir})
    endforeach()
endfunction()
