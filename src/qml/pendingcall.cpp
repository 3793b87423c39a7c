// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "pendingcall.h"

#include "component_p.h"
#include "meta/text_p.h"
#include "trampoline.h"

#include <QConductor/Error>

#include <QtCore/qjsondocument.h>
#include <QtQml/qqmlengine.h>

namespace QConductor {

namespace {

QString messageOf(const QJSValue &reason)
{
    if (reason.isUndefined() || reason.isNull())
        return Text::tr("no reason was given: reject the Promise with an Error that tells it, or throw one");
    const QJSValue message = reason.property(QStringLiteral("message"));
    if (message.isString() && !message.toString().isEmpty())
        return message.toString();
    if (!reason.isObject() || reason.isError() || reason.isCallable() || reason.isQObject())
        return reason.toString();
    const auto json = QJsonDocument::fromVariant(reason.toVariant());
    return json.isNull() ? reason.toString() : QString::fromUtf8(json.toJson(QJsonDocument::Compact));
}

QString placeOf(const QJSValue &error)
{
    return QStringLiteral("%1:%2").arg(error.property(QStringLiteral("fileName")).toString(),
                                       error.property(QStringLiteral("lineNumber")).toString());
}

} // namespace

bool PendingCall::isDeclared(const QObject *object, const QMetaObject &classInCpp, const char *function)
{
    const QMetaObject *type = object->metaObject();
    for (int i = classInCpp.methodCount(); i < type->methodCount(); ++i) {
        if (type->method(i).name() == function)
            return true;
    }
    return type->indexOfProperty(function) >= 0;
}

QFuture<bool> PendingCall::start(Component *component, const QString &function, const CancelRequest &requestCancel,
                                 const QJSValue &argument)
{
    QQmlEngine *engine = qmlEngine(component);
    if (!engine) {
        throw Error(Text::tr("%1() can't be called any more, for its QML document or engine was "
                             "destroyed: shut down the conductor before")
                            .arg(function));
    }
    auto *call = new PendingCall(component, engine, function, requestCancel);
    const QFuture<bool> future = call->m_promise.future();
    const QJSValue outcome = engine->newQObject(call);
    engine->evaluate(trampoline()).call({ engine->toScriptValue<QObject *>(component), function, outcome, argument });
    return future;
}

PendingCall::PendingCall(Component *component, QQmlEngine *engine, const QString &function,
                         const CancelRequest &requestCancel)
    : QObject(component), m_component(component), m_function(function)
{
    m_promise.start();
    m_watcher.setFuture(m_promise.future());
    connect(&m_watcher, &QFutureWatcherBase::canceled, this, [this, requestCancel] {
        if (m_hasEnded)
            return;
        const QPointer<PendingCall> self = this; // the handlers may destroy the component
        enter();
        requestCancel();
        if (self && !m_hasEnded)
            QJSValue(m_cancelAction).call(); // a copy, because the call may end
        if (self)
            leave();
    });
    connect(engine, &QObject::destroyed, this, [this] {
        fail(Text::tr("the QML engine was destroyed before %1() had ended: shut down the conductor before")
                     .arg(m_function));
    });
}

void PendingCall::enter()
{
    if (m_component)
        ++ComponentPrivate::get(m_component)->running.callsOnStack;
}

void PendingCall::leave()
{
    if (m_component)
        --ComponentPrivate::get(m_component)->running.callsOnStack;
}

void PendingCall::setCancelAction(const QJSValue &action)
{
    m_cancelAction = action;
}

void PendingCall::resolve(const QJSValue &value)
{
    if (!end())
        return;
    m_promise.addResult(!value.isBool() || value.toBool());
    m_promise.finish();
}

void PendingCall::reject(const QJSValue &reason)
{
    if (reason.isError() && !m_hasEnded)
        qCInfo(m_component->logger()).noquote().nospace() << m_function << "() failed at " << placeOf(reason);
    fail(messageOf(reason));
}

void PendingCall::fail(const QString &message)
{
    if (!end())
        return;
    m_promise.setException(Error(message));
    m_promise.finish();
}

// Returns whether the call has not ended before. Then it ends now, and leaves its component: JavaScript owns it from
// now on, for a Promise that is settled once more still calls it. Where the engine is gone, nobody can.
bool PendingCall::end()
{
    if (std::exchange(m_hasEnded, true))
        return false;
    m_cancelAction = QJSValue(); // it refers to this call, which the garbage collector is to take
    setParent(nullptr);
    if (qmlEngine(m_component))
        QQmlEngine::setObjectOwnership(this, QQmlEngine::JavaScriptOwnership);
    else
        deleteLater();
    return true;
}

} // namespace QConductor
