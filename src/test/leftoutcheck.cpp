// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "leftoutcheck_p.h"

#include "conductor.h"
#include "softholders_p.h"

#include <QtCore/qmetaobject.h>

#include <algorithm>

namespace QConductor::Test {

namespace {

QString textOf(Component::State state)
{
    return QString::fromLatin1(QMetaEnum::fromType<Component::State>().valueToKey(int(state)));
}

} // namespace

void checkLeftOut(const Conductor &conductor, const QString &id, const QList<Recorder::Entry> &entries,
                  const Recorder::Complain &complain)
{
    const QString type = id.section(QLatin1Char('#'), 0, 0);
    QSet<const Component *> down;
    for (const Recorder::Entry &entry : entries) {
        if (!entry.component || (entry.component->isActive() && entry.id != id))
            continue;
        down += entry.component;
        const Component::State expected = entry.id == id ? Component::State::Failed : Component::State::Inactive;
        const Component::State state = entry.component->state();
        if (state != expected)
            complain("R42", QStringLiteral("after a setup without %1, %2 is %3, and not %4")
                                    .arg(id, entry.id, textOf(state), textOf(expected)));
        else if (entry.id != id && !entry.component->errorString().contains(type.section(QStringLiteral("::"), -1)))
            complain("R42",
                     QStringLiteral("errorString() of %1 does not name %2, without which it was not set up: \"%3\"")
                             .arg(entry.id, id, entry.component->errorString()));
    }
    if (!conductor.isDegraded())
        complain("R42", QStringLiteral("after a setup without %1, the conductor is not degraded").arg(id));
    const QList<Failure> failures = conductor.failures();
    if (std::none_of(failures.cbegin(), failures.cend(), [&](const Failure &each) { return each.component == type; }))
        complain("R42", QStringLiteral("after a setup without %1, failures() does not list it").arg(id));
    SoftHolders(entries).checkLetGo(down, complain);
}

} // namespace QConductor::Test
