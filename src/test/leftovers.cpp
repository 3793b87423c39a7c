// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "leftovers_p.h"

#include "conductor.h"
#include "testaccess_p.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qthread.h>

namespace QConductor::Test {

namespace {

QString describe(const QObject *object)
{
    const QString type = QString::fromUtf8(object->metaObject()->className());
    return object->objectName().isEmpty() ? type : QStringLiteral("%1 \"%2\"").arg(type, object->objectName());
}

// Returns the timers and threads of the component and its child objects that still run, a clause for each.
QStringList running(const Component *component, const QString &name)
{
    QStringList found;
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    QList<QObject *> objects = component->findChildren<QObject *>();
    objects.prepend(const_cast<Component *>(component));
    for (QObject *object : std::as_const(objects)) {
        if (dispatcher && !dispatcher->registeredTimers(object).isEmpty())
            found += QStringLiteral("a timer of %1 still runs (%2)").arg(name, describe(object));
        const auto *thread = qobject_cast<QThread *>(object);
        if (thread && thread->isRunning())
            found += QStringLiteral("a thread of %1 still runs (%2)").arg(name, describe(object));
    }
    return found;
}

} // namespace

QString phaseName(Phase phase)
{
    switch (phase) {
    case Phase::Setup: break;
    case Phase::Shutdown: return QStringLiteral("shutdown");
    case Phase::Running: return QStringLiteral("running");
    }
    return QStringLiteral("setup");
}

QString hookName(Phase phase)
{
    return phase == Phase::Setup ? QStringLiteral("onSetup()") : QStringLiteral("onShutdown()");
}

QString stateText(const Component *component)
{
    const QString name = TestAccess::nameOf(component);
    if (const auto phase = TestAccess::unfinishedHook(component))
        return QStringLiteral("%1 (the future of %2 has not finished)").arg(name, hookName(*phase));
    const auto state = QMetaEnum::fromType<Component::State>().valueToKey(int(component->state()));
    return QStringLiteral("%1 (%2)").arg(name, QString::fromLatin1(state));
}

QStringList unfinished(const Conductor *conductor)
{
    QStringList texts;
    for (const Component *component : conductor->components()) {
        const auto state = component->state();
        if (state == Component::State::SettingUp || state == Component::State::ShuttingDown)
            texts += stateText(component);
    }
    return texts;
}

QStringList leftovers(const QList<Component *> &components)
{
    QStringList texts;
    for (const Component *component : components) {
        const QString name = TestAccess::nameOf(component);
        if (const auto phase = TestAccess::unfinishedHook(component))
            texts += QStringLiteral("the future of %1 of %2 has not finished").arg(hookName(*phase), name);
        else if (component->state() != Component::State::Inactive && component->state() != Component::State::Failed)
            texts += QStringLiteral("%1 was not shut down").arg(stateText(component));
        texts += running(component, name);
    }
    return texts;
}

} // namespace QConductor::Test
