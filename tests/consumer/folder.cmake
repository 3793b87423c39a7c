# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

#! [use]
add_subdirectory(third_party/QConductor)
target_link_libraries(shop PRIVATE QConductor::QConductor)
#! [use]
