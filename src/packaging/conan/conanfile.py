# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

"""A recipe for Conan 2 that builds the checkout it stands in: conan create src/packaging/conan"""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load

TOP = os.path.join("..", "..", "..")


class QConductorRecipe(ConanFile):
    name = "qconductor"
    description = "Starts and stops the components of a Qt application"
    license = "BSD-3-Clause"
    topics = ("qt", "lifecycle", "dependency-injection")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False], "with_qml": [True, False]}
    default_options = {"shared": True, "fPIC": True, "with_qml": False}
    implements = ["auto_shared_fpic"]

    def set_version(self):
        project = load(self, os.path.join(self.recipe_folder, TOP, "CMakeLists.txt"))
        self.version = re.search(r"project\(QConductor VERSION ([0-9.]+)", project).group(1)

    def export_sources(self):
        top = os.path.join(self.recipe_folder, TOP)
        for pattern in ("CMakeLists.txt", "LICENSE", "qmldir", "src/*"):
            copy(self, pattern, top, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        self.requires("qt/[>=6.4 <7]", transitive_headers=True, transitive_libs=True)

    def configure(self):
        if self.options.with_qml:
            self.options["qt"].qtdeclarative = True

    def validate(self):
        check_min_cppstd(self, 17)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.variables["QCONDUCTOR_BUILD_TESTS"] = False
        toolchain.variables["QCONDUCTOR_BUILD_EXAMPLES"] = False
        toolchain.variables["QCONDUCTOR_BUILD_QML"] = bool(self.options.with_qml)
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        # The project's own CMake package says more than Conan could write: the QML import path, and what is missing.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = [os.path.join("lib", "cmake", "QConductor")]
