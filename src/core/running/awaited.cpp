// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/awaited_p.h"

#include "component_p.h"
#include "meta/text_p.h"

#include <QtCore/qset.h>

namespace QConductor {

namespace {

QString withProperty(const Component *component, const QString &property)
{
    if (component && property.isEmpty()) // it is required without one
        return ComponentPrivate::nameOf(component);
    return component ? Text::tr("%1 (property %2)").arg(ComponentPrivate::nameOf(component), property)
                     : Text::tr("property %1").arg(property); // the component was destroyed
}

} // namespace

Awaited::Awaited(const Wiring &wiring, int node)
{
    const Component *component = wiring.graph().component(node);
    QSet<const Component *> told; // with their properties, which come first
    for (const auto &edge : wiring.graph().dependencies(node)) {
        const Component *dependency = wiring.dependency(node, edge);
        if (dependency ? dependency->isActive() : ComponentPrivate::get(component)->ignores(int(edge.property)))
            continue;
        const bool isBare = edge.property == DependencyGraph::noProperty;
        if (isBare && (!dependency || told.contains(dependency))) // it was destroyed, or is told with its property
            continue;
        told.insert(dependency);
        const QString property = isBare ? QString() : ComponentPrivate::propertyOf(component, int(edge.property));
        names += dependency ? ComponentPrivate::nameOf(dependency) : property;
        if (dependency && dependency->state() == Component::State::Failed)
            failed += Text::tr("%1 failed: %2").arg(withProperty(dependency, property), dependency->errorString());
        else
            missing += withProperty(dependency, property);
    }
}

} // namespace QConductor
