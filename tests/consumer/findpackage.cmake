# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

#! [use]
find_package(QConductor 1.0 REQUIRED)
target_link_libraries(shop PRIVATE QConductor::QConductor)
#! [use]
