// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_CONFIGPOLICY_P_H
#define QCONDUCTOR_CONFIGPOLICY_P_H

#include "configpolicy.h"

namespace QConductor {

class Component;

// What sectionConfig() and settingsConfig() return: a ConfigPolicy that knows the sections of single components, too. The
// conductor finds it by std::function::target().
struct SectionPolicy
{
    std::function<QVariantMap(const QString &name)> section; // empty: there is no section of that name

    QVariantMap operator()(const QMetaObject &type) const; // the section of the class
    // The section of the component overrides the section of the class key by key.
    QVariantMap configOf(const QMetaObject &type, const QString &objectName) const;
};

using ComponentConfigPolicy = std::function<QVariantMap(const Component &component)>;

} // namespace QConductor

#endif
