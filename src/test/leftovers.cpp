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

QStringList running(const Component *component)
{
    QStringList found;
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    QList<QObject *> objects = component->findChildren<QObject *>();
    objects.prepend(const_cast<Component *>(component));
    for (QObject *object : std::as_const(objects)) {
        if (dispatcher && !dispatcher->registeredTimers(object).isEmpty())
            found += QStringLiteral("a timer still runs (%1)").arg(describe(object));
        const auto *thread = qobject_cast<QThread *>(object);
        if (thread && thread->isRunning())
            found += QStringLiteral("a thread still runs (%1)").arg(describe(object));
    }
    return found;
}

} // namespace

QString phaseName(Phase phase)
{
    return phase == Phase::Setup ? QStringLiteral("setup") : QStringLiteral("shutdown");
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
            texts += QStringLiteral("%1: the future of %2 has not finished").arg(name, hookName(*phase));
        else if (component->state() != Component::State::Inactive && component->state() != Component::State::Failed)
            texts += QStringLiteral("%1 is left over").arg(stateText(component));
        for (const QString &text : running(component))
            texts += QStringLiteral("%1: %2").arg(name, text);
    }
    return texts;
}

} // namespace QConductor::Test
