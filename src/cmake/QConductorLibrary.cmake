# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Functions that the CMakeLists.txt of the libraries, tests and examples of QConductor share.

include(GNUInstallDirs)

# The headers of Qt and of the standard library that most sources include. With QCONDUCTOR_PRECOMPILE_HEADERS they are
# compiled once for many targets. That must not save a source an #include: the build passes without it too.
# Headers of further Qt modules stay out, because their code depends on the definitions of the modules that a target links.
set(qconductor_common_headers
    <QtCore/qcoreapplication.h>
    <QtCore/qelapsedtimer.h>
    <QtCore/qfuturewatcher.h>
    <QtCore/qhash.h>
    <QtCore/qloggingcategory.h>
    <QtCore/qmetaobject.h>
    <QtCore/qpointer.h>
    <QtCore/qpromise.h>
    <QtCore/qset.h>
    <QtCore/qtimer.h>
    <QtCore/qvariant.h>
    <algorithm>
    <chrono>
    <functional>
    <memory>
    <optional>
    <vector>
)

# Compiles with the headers that qconductor_precompile_headers() has precompiled for the same flags, if it has.
function(qconductor_use_precompiled target precompiled)
    if(TARGET ${precompiled} AND NOT target STREQUAL precompiled)
        target_precompile_headers(${target} REUSE_FROM ${precompiled})
    endif()
endfunction()

# Sets how a target is compiled: the language, the warnings and what Qt disallows. Every target of this project calls it.
# A target that is OPTIMIZED is compiled as the build type says. Others, the tests and examples, are compiled quickly, since
# their own code takes little of the time when they run.
function(qconductor_compile_options target)
    cmake_parse_arguments(arg "OPTIMIZED" "" "" ${ARGN})
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
    if(NOT arg_OPTIMIZED)
        target_compile_options(${target} PRIVATE $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU,Clang,AppleClang>>:-O1>)
        get_target_property(type ${target} TYPE)
        if(NOT type MATCHES "MODULE|SHARED") # which are compiled with -fPIC
            qconductor_use_precompiled(${target} qconductor_precompiled)
        endif()
    endif()
endfunction()

# Sets how a library is compiled.
function(qconductor_library_options target)
    qconductor_compile_options(${target} OPTIMIZED)
    # Nobody replaces a library's own functions, so they may call each other directly, as they do with other compilers.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-semantic-interposition>)
    qconductor_use_precompiled(${target} qconductor_precompiled_library)
endfunction()

# g++ compiles a source with the optimization and the visibility that its precompiled headers were compiled with, whatever
# the target's own flags say. So each set of flags has precompiled headers of its own, and a target with other flags sets
# DISABLE_PRECOMPILE_HEADERS.
function(qconductor_precompile_headers target)
    file(CONFIGURE OUTPUT empty.cpp CONTENT "// A target needs a source.\n")
    add_library(${target} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
    target_link_libraries(${target} PRIVATE Qt6::Core)
    target_precompile_headers(${target} PRIVATE ${qconductor_common_headers})
endfunction()

if(QCONDUCTOR_PRECOMPILE_HEADERS)
    # ccache keeps what is compiled with precompiled headers only if it is told so.
    if(CMAKE_CXX_COMPILER_LAUNCHER MATCHES "ccache")
        list(PREPEND CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros)
    endif()
    qconductor_precompile_headers(qconductor_precompiled)
    qconductor_compile_options(qconductor_precompiled)
    qconductor_precompile_headers(qconductor_precompiled_library)
    qconductor_library_options(qconductor_precompiled_library)
    set_target_properties(qconductor_precompiled qconductor_precompiled_library PROPERTIES AUTOMOC OFF)
    # From Qt 6.8 on, only a shared library is compiled with -fPIC.
    if(BUILD_SHARED_LIBS)
        set_target_properties(qconductor_precompiled_library PROPERTIES POSITION_INDEPENDENT_CODE ON)
    endif()
endif()

# Lets a target include the private headers below some folders, as "meta/naming_p.h". They aren't found in angle brackets,
# where error.h would stand in for a header of the system.
function(qconductor_use_private_headers target)
    foreach(folder IN LISTS ARGN)
        if(MSVC)
            target_include_directories(${target} PRIVATE ${folder})
        else()
            target_compile_options(${target} PRIVATE "SHELL:-iquote \"${folder}\"")
        endif()
    endforeach()
endfunction()

# Makes a target a library of the package. Its users link to QConductor::<name>, and find it as the component of that name, or
# as the COMPONENT that is given. PACKAGED_WITH is the part of an installation that the library belongs to: Runtime, Qml or
# Development.
function(qconductor_configure_library target name)
    cmake_parse_arguments(arg "" "COMPONENT;PACKAGED_WITH" "" ${ARGN})
    if(NOT arg_COMPONENT)
        set(arg_COMPONENT ${name})
    endif()
    if(NOT TARGET QConductor::${name})
        add_library(QConductor::${name} ALIAS ${target})
    endif()
    qconductor_library_options(${target})
    set_target_properties(${target} PROPERTIES
        EXPORT_NAME ${name}
        QCONDUCTOR_COMPONENT ${arg_COMPONENT}
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}
        INSTALL_RPATH "$<$<NOT:$<OR:$<PLATFORM_ID:Windows>,$<PLATFORM_ID:Darwin>>>:$ORIGIN>"
    )
    target_include_directories(${target} PUBLIC
        $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    )
    install(TARGETS ${target} EXPORT ${target}Targets
        RUNTIME COMPONENT ${arg_PACKAGED_WITH}
        LIBRARY COMPONENT ${arg_PACKAGED_WITH} NAMELINK_COMPONENT Development
        ARCHIVE COMPONENT Development
    )
    set_property(GLOBAL APPEND PROPERTY QCONDUCTOR_LIBRARIES ${target})
endfunction()

# Installs a file by which pkg-config finds a library and what it links to publicly: the other libraries of the project, and
# those of Qt. The folders in it are relative to the file, so that an installation can be moved.
function(qconductor_install_pkgconfig library)
    set(folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
    set(prefix ${CMAKE_INSTALL_PREFIX})
    if(NOT IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
        file(RELATIVE_PATH to_prefix /${folder} /)
        string(REGEX REPLACE "/$" "" to_prefix ${to_prefix})
        set(prefix "\${pcfiledir}/${to_prefix}")
    endif()
    foreach(variable LIBDIR INCLUDEDIR) # which may be absolute
        string(TOLOWER ${variable} lower)
        if(IS_ABSOLUTE ${CMAKE_INSTALL_${variable}})
            set(${lower} ${CMAKE_INSTALL_${variable}})
        else()
            set(${lower} "\${prefix}/${CMAKE_INSTALL_${variable}}")
        endif()
    endforeach()
    get_target_property(links ${library} INTERFACE_LINK_LIBRARIES)
    string(REGEX MATCHALL "Qt6::[A-Za-z0-9]+" qt_modules "${links}")
    list(TRANSFORM qt_modules REPLACE "Qt6::(.+)" "Qt6\\1 >= 6.4")
    set(requires ${qt_modules})
    if("QConductor::QConductor" IN_LIST links)
        list(PREPEND requires "QConductor = ${PROJECT_VERSION}")
    endif()
    list(REMOVE_DUPLICATES requires)
    list(JOIN requires ", " requires)
    get_target_property(type ${library} TYPE)
    set(definitions "")
    if(type STREQUAL "STATIC_LIBRARY")
        set(definitions " -DQCONDUCTOR_STATIC")
    endif()
    configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/library.pc.in ${PROJECT_BINARY_DIR}/${library}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/${library}.pc DESTINATION ${folder} COMPONENT Development)
endfunction()

# Installs what find_package(QConductor) needs, for all libraries that were configured before. For each library it finds
# the Qt modules that the library links to publicly.
function(qconductor_install_package)
    set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/QConductor)
    get_property(libraries GLOBAL PROPERTY QCONDUCTOR_LIBRARIES)
    set(imports "")
    foreach(library IN LISTS libraries)
        install(EXPORT ${library}Targets NAMESPACE QConductor:: DESTINATION ${package_dir} COMPONENT Development)
        get_target_property(name ${library} EXPORT_NAME)
        get_target_property(component ${library} QCONDUCTOR_COMPONENT)
        get_target_property(links ${library} INTERFACE_LINK_LIBRARIES)
        string(REGEX MATCHALL "Qt6::[A-Za-z0-9]+" modules "${links}")
        list(TRANSFORM modules REPLACE "Qt6::" "")
        list(REMOVE_DUPLICATES modules)
        list(JOIN modules " " modules)
        string(APPEND imports "_qconductor_import(${component} ${name} ${library} ${modules})\n")
        qconductor_install_pkgconfig(${library})
    endforeach()
    include(CMakePackageConfigHelpers)
    configure_package_config_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/QConductorConfig.cmake.in
        ${PROJECT_BINARY_DIR}/QConductorConfig.cmake INSTALL_DESTINATION ${package_dir})
    write_basic_package_version_file(${PROJECT_BINARY_DIR}/QConductorConfigVersion.cmake
        COMPATIBILITY SameMajorVersion)
    install(FILES
        ${PROJECT_BINARY_DIR}/QConductorConfig.cmake
        ${PROJECT_BINARY_DIR}/QConductorConfigVersion.cmake
        DESTINATION ${package_dir} COMPONENT Development)
endfunction()

# Makes the headers of a library available as <QConductor/header.h>, and its classes as <QConductor/Class>: in the build
# tree and in the installation. The header of a class is named as the class is, or stands after it: SetupError:error.h.
# CMake writes a header whose source ends in ".in". No folder of sources comes on the include path of a user, where error.h would stand in for a header of the system.
function(qconductor_add_headers target)
    cmake_parse_arguments(arg "" "" "HEADERS;CLASSES" ${ARGN})
    set(build_dir ${PROJECT_BINARY_DIR}/include/QConductor)
    set(install_dir ${CMAKE_INSTALL_INCLUDEDIR}/QConductor)
    foreach(header IN LISTS arg_HEADERS)
        if(header MATCHES "^(.+)[.]in$")
            configure_file(${header} ${build_dir}/${CMAKE_MATCH_1} @ONLY)
            set(header ${build_dir}/${CMAKE_MATCH_1})
        else()
            file(CONFIGURE OUTPUT ${build_dir}/${header}
                CONTENT "#include \"${CMAKE_CURRENT_SOURCE_DIR}/${header}\" // IWYU pragma: export\n")
        endif()
        install(FILES ${header} DESTINATION ${install_dir} COMPONENT Development)
    endforeach()
    list(TRANSFORM arg_HEADERS REPLACE "[.]in$" "")
    set_property(GLOBAL APPEND PROPERTY QCONDUCTOR_PUBLIC_HEADERS ${arg_HEADERS}) # for the documentation
    foreach(class IN LISTS arg_CLASSES)
        if(class MATCHES "^(.+):(.+)$")
            set(class ${CMAKE_MATCH_1})
            set(header ${CMAKE_MATCH_2})
        else()
            string(TOLOWER ${class}.h header)
        endif()
        file(CONFIGURE OUTPUT ${build_dir}/${class} CONTENT "#include \"${header}\" // IWYU pragma: export\n")
        install(FILES ${build_dir}/${class} DESTINATION ${install_dir} COMPONENT Development)
    endforeach()
endfunction()

# Lets a program import QConductor in QML. It links to the module where that is a static library. Otherwise the QML
# engine loads the module, whose folder the program has to add to the engine's import paths.
function(qconductor_import_in_qml target)
    get_target_property(type QConductorQml TYPE)
    if(type STREQUAL "STATIC_LIBRARY")
        target_link_libraries(${target} PRIVATE QConductor::Qml)
    else()
        add_dependencies(${target} QConductorQmlPlugin)
    endif()
endfunction()
