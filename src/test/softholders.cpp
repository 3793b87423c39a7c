// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "softholders_p.h"

#include "dependency.h"
#include "meta/qtversions_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qvariant.h>

#include <algorithm>

namespace QConductor::Test {

namespace {

const QObject *pointerIn(const QVariant &value)
{
    return *static_cast<QObject *const *>(value.constData());
}

} // namespace

SoftHolders::SoftHolders(const QList<Recorder::Entry> &entries)
{
    for (const Recorder::Entry &entry : entries) {
        if (!entry.component)
            continue;
        for (const Dependency &dependency : dependenciesOf(*entry.component->metaObject())) {
            if (!dependency.isOptional && !dependency.isList)
                continue;
            Property property { entry.component, dependency.name, dependency.isList, {}, {} };
            property.text = entry.id + QLatin1Char('.') + QString::fromUtf8(dependency.name);
            property.values = property.read();
            m_properties += property;
        }
    }
}

SoftHolders::Values SoftHolders::Property::read() const
{
    const QMetaObject *type = holder->metaObject();
    const QVariant value = type->property(type->indexOfProperty(name)).read(holder);
    Values values;
    if (isList) {
        const auto elements = value.value<SequenceView>();
        std::transform(elements.begin(), elements.end(), std::back_inserter(values), pointerIn);
    } else if (const QObject *object = pointerIn(value)) {
        values += object;
    }
    return values;
}

void SoftHolders::checkLetGo(const QSet<const Component *> &gone, const Recorder::Complain &complain) const
{
    const auto isGone = [&gone](const QObject *object) {
        return gone.contains(static_cast<const Component *>(object));
    };
    for (const Property &property : m_properties) {
        if (!property.holder || !property.holder->isActive())
            continue;
        const Values values = property.read();
        if (std::any_of(values.begin(), values.end(), isGone))
            complain(property.rule(),
                     QStringLiteral("%1 still holds what has failed or was shut down").arg(property.text));
    }
}

void SoftHolders::checkHeldAgain(const Recorder::Complain &complain) const
{
    for (const Property &property : m_properties) {
        if (property.holder && property.holder->isActive() && property.read() != property.values)
            complain(property.rule(),
                     QStringLiteral("%1 doesn't hold what it held before, although everything is Active again")
                             .arg(property.text));
    }
}

} // namespace QConductor::Test
