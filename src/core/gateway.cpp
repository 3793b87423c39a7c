// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "gateway_p.h"

#include "async/futureoutcome_p.h"
#include "meta/logging_p.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"

namespace QConductor {

namespace {

// The transitions of components; shows nothing below warnings unless a rule enables more.
Q_LOGGING_CATEGORY(lcLifecycle, "qconductor.lifecycle", QtWarningMsg)

// Call it in the handler of the exception that the getter or the setter has thrown.
[[noreturn]] Q_DECL_COLD_FUNCTION void throwAccessError(const Component *component, int key, const QString &text)
{
    throw Error(text.arg(ComponentPrivate::nameOf(component, key), messageOf(std::current_exception())));
}

// Nobody waits for the access, so an exception of the getter or the setter is logged.
template <class Access> void logErrors(Component *component, int key, const char *what, Access access)
{
    QObject *owner = ComponentPrivate::ownerOf(component, key);
    if (!owner)
        return;
    const QMetaObject *type = owner->metaObject();
    const int index = key % ComponentType::objectKeys;
    try {
        access(owner, index);
    } catch (...) {
        qCWarning(lcConductor).noquote() << nameOf(type, index) << what << messageOf(std::current_exception());
    }
}

} // namespace

Gateway::Gateway() : m_lifecycle(lcLifecycle()) { }

void Gateway::throwReadError(const Component *component, int key)
{
    throwAccessError(component, key, Text::tr("%1 can't be read: %2"));
}

void Gateway::write(Component *component, const ComponentType::Property &property, QObject *value)
{
    QObject *owner = ComponentPrivate::ownerOf(component, property.key());
    try {
        if (owner)
            property.pointer.write(owner, value);
    } catch (...) {
        throwAccessError(component, property.key(), Text::tr("%1 can't be set: %2"));
    }
}

QList<QObject *> Gateway::readList(Component *component, const ComponentType::Property &property)
{
    QObject *owner = ComponentPrivate::ownerOf(component, property.key());
    try {
        return owner ? property.pointer.readList(owner) : QList<QObject *>();
    } catch (...) {
        throwReadError(component, property.key());
    }
}

void Gateway::writeList(Component *component, const ComponentType::Property &property, const QList<QObject *> &values)
{
    QObject *owner = ComponentPrivate::ownerOf(component, property.key());
    try {
        if (owner)
            property.pointer.writeList(owner, values);
    } catch (...) {
        throwAccessError(component, property.key(), Text::tr("%1 can't be set: %2"));
    }
}

bool Gateway::setToNull(Component *component, int key, const QObject *value)
{
    bool wasValue = false;
    logErrors(component, key, "can't be set to null:", [&](QObject *owner, int index) {
        wasValue = PointerProperty::readAny(owner, index) == value;
        if (wasValue)
            PointerProperty::writeAny(owner, index, nullptr);
    });
    return wasValue;
}

void Gateway::setIfNull(Component *component, int key, QObject *value)
{
    logErrors(component, key, "can't be set:", [value](QObject *owner, int index) {
        if (!PointerProperty::readAny(owner, index))
            PointerProperty::writeAny(owner, index, value);
    });
}

void Gateway::removeElements(Component *component, int key, const QSet<const QObject *> &values)
{
    logErrors(component, key, "can't lose an element:", [&](QObject *owner, int index) {
        QList<QObject *> elements = PointerProperty::readAnyList(owner, index);
        if (elements.removeIf([&values](const QObject *element) { return values.contains(element); }) > 0)
            PointerProperty::writeAnyList(owner, index, elements);
    });
}

void Gateway::destroy(QObject *object)
{
    delete object;
}

void Gateway::setState(Component *component, Component::State state)
{
    ComponentPrivate *d = ComponentPrivate::get(component);
    if (Q_UNLIKELY(d->hasError()))
        return clearError(component, state);
    const Component::State from = std::exchange(d->state, state);
    if (from != state)
        publish(component, from);
}

void Gateway::clearError(Component *component, Component::State state)
{
    setState(component, state, QString());
}

void Gateway::setState(Component *component, Component::State state, const QString &error)
{
    ComponentPrivate *d = ComponentPrivate::get(component);
    if (d->state == state && component->errorString() == error)
        return;
    const Component::State from = std::exchange(d->state, state);
    d->changeExtras().errorString = error;
    publish(component, from);
}

Component::State Gateway::changeState(Component *component, Component::State state)
{
    ComponentPrivate *d = ComponentPrivate::get(component);
    if (!component->errorString().isEmpty())
        d->changeExtras().errorString.clear();
    return std::exchange(d->state, state);
}

// It is called for each transition, so what is rare is done by another function.
void Gateway::publish(Component *component, Component::State from)
{
    if (Q_UNLIKELY(isHeard(component)))
        return publishToMore(component, from);
    post();
    Q_EMIT component->stateChanged(ComponentPrivate::get(component)->state);
}

void Gateway::publishToMore(Component *component, Component::State from)
{
    const Component::State to = ComponentPrivate::get(component)->state;
    if (m_lifecycle.isInfoEnabled()) // otherwise nothing is formatted
        log(component);
    if (Q_LIKELY(!isHolding()))
        tellState(component, from, to);
    else
        hold(component, [this, component, from, to] { tellState(component, from, to); });
    noteTimeTaken();
}

void Gateway::tellState(Component *component, Component::State from, Component::State to) const
{
    post();
    if (m_interposer)
        m_interposer->stateChanged(component, from);
    Q_EMIT component->stateChanged(to);
}

void Gateway::log(const Component *component)
{
    // Where it has no name of its own, the class tells more than a person needs.
    const bool isNamed = !ComponentPrivate::ownNameOf(component).isEmpty();
    const QString name = isNamed ? ComponentPrivate::nameOf(component) : ComponentPrivate::classNameOf(component);
    if (component->state() == Component::State::Failed)
        qCInfo(lcLifecycle).noquote() << name << "failed:" << component->errorString();
    else
        qCInfo(lcLifecycle).noquote() << name << "is" << stateName(component->state());
}

void Gateway::hold(QObject *sender, std::function<void()> emitSignal)
{
    m_notices.push_back({ sender, std::move(emitSignal) });
    ++m_detours;
}

void Gateway::deliver()
{
    while (m_changes == 0 && !m_notices.empty()) {
        const Notice notice = std::move(m_notices.front());
        m_notices.pop_front();
        --m_detours;
        if (notice.sender)
            notice.emitSignal();
        noteTimeTaken();
    }
}

} // namespace QConductor

#include "moc_component.cpp" // stateChanged(), which is emitted here alone, without a further call
