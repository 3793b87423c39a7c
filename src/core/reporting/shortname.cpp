// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/shortname_p.h"

#include "component_p.h"
#include "meta/naming_p.h"

#include <QtCore/qhash.h>

namespace QConductor {

ShortName ShortName::of(const Component *component)
{
    if (ComponentPrivate::get(component)->extras().service)
        return { ComponentPrivate::displayNameOf(component), QString() };
    return { QString::fromUtf8(unqualifiedName(ComponentPrivate::typeOf(component))), component->objectName() };
}

QStringList ShortName::toldApart(const std::vector<ShortName> &names)
{
    QHash<QString, int> counts;
    for (const ShortName &name : names)
        ++counts[name.type];
    QStringList texts;
    for (const ShortName &name : names) {
        const bool isShared = counts.value(name.type) > 1 && !name.object.isEmpty();
        texts += isShared ? name.type + QLatin1Char('.') + name.object : name.type;
    }
    return texts;
}

} // namespace QConductor
