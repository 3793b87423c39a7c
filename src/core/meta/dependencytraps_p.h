// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_META_DEPENDENCYTRAPS_P_H
#define QCONDUCTOR_META_DEPENDENCYTRAPS_P_H

#include "meta/componenttype_p.h"

// Warnings of properties that look like dependencies and aren't injected (R3). Each is logged once for each property of a class,
// whatever the number of its instances. These functions are thread-safe.
namespace QConductor {

// Tells of smart pointers to components and containers of components, and at debug level of pointers that can't be written.
void tellOfTraps(const ComponentType &type);

// Tells at debug level that the property, whose class is no component, points to nothing, because nothing provides it (R54).
void tellOfUnprovided(const QMetaObject *type, int property, const QMetaObject *target);

// Tells that the property didn't keep the component that was put into it.
void tellOfIgnoredValue(const QMetaObject *type, int property);

} // namespace QConductor

#endif
