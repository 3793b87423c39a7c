// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "nodetexts.h"

#include "meta/text_p.h"
#include "statestyle.h"

namespace QConductor {

QString NodeTexts::notes() const
{
    QStringList notes;
    if (node().isMissing)
        notes += Text::tr("missing");
    if (node().isOnCycle)
        notes += Text::tr("on a cycle");
    if (!node().replaces.isEmpty())
        notes += Text::tr("replaces %1").arg(node().replaces.join(QLatin1String(", ")));
    if (m_isOptional)
        notes += Text::tr("optional");
    if (m_component && m_component->startMode() == Component::StartMode::OnDemand)
        notes += Text::tr("on demand");
    else if (node().isDeferred)
        notes += Text::tr("deferred");
    if (m_component && m_component->restartCount() > 0)
        notes += Text::tr("restarts: %1").arg(m_component->restartCount());
    return notes.join(QStringLiteral(" \u00b7 "));
}

QString NodeTexts::description() const
{
    QStringList parts;
    if (!node().isMissing)
        parts += StateStyle::text(state());
    for (const QString &part : { notes(), message(), needs() }) {
        if (!part.isEmpty())
            parts += part;
    }
    return parts.join(QLatin1String(", "));
}

QString NodeTexts::needs() const
{
    QStringList names;
    for (const Drawing::Edge &edge : m_drawing.edges) {
        const QString name = m_drawing.nodes.at(edge.to).name;
        if (edge.from == m_number)
            names += edge.isAmbiguous ? Text::tr("perhaps %1").arg(name) : name;
    }
    return names.isEmpty() ? QString() : Text::tr("needs %1").arg(names.join(QLatin1String(", ")));
}

} // namespace QConductor
