// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_SERVICE_H
#define QCONDUCTOR_SERVICE_H

#include <QConductor/component.h>
#include <QConductor/error.h>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace QConductor {

class ServicePrivate;

namespace Private {

template <class T> class Held : public QObject // the instance of a class that isn't a QObject
{
public:
    explicit Held(T *instance) : m_instance(instance) { }
    T *get() const { return m_instance.get(); }

private:
    const std::unique_ptr<T> m_instance;
};

// Whether a lambda or a function has one signature, as a generic lambda hasn't.
template <class Callable, class = void> inline constexpr bool hasSignature = false;
template <class Callable>
inline constexpr bool hasSignature<Callable, std::void_t<decltype(std::function(std::declval<Callable>()))>> = true;

template <class Result, class T> std::function<Result(T *)> signatureOf(Result (T::*)());
template <class Result, class T> std::function<Result(T *)> signatureOf(Result (T::*)() const);

} // namespace Private

class QCONDUCTOR_EXPORT Service : public QConductor::Component // in full, for the tools of QML
{
    Q_OBJECT
    Q_PROPERTY(QObject *object READ object NOTIFY objectChanged)

public:
    ~Service() override;

    QObject *object() const;

    template <class Callable> Service *onSetup(Callable callable);
    template <class Callable> Service *onShutdown(Callable callable);
    template <class Callable> Service *onShutdownRequest(Callable callable);
    Service *needs(Component *component);
    Service *setEssential(bool isEssential);
    Service *setStartMode(StartMode mode);
    Service *setDisplayName(const QString &name);
    Service *setDisplayName(const char *name);

Q_SIGNALS:
    void objectChanged(QObject *object);

protected:
    explicit Service(QObject *parent = nullptr);

    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;
    QFuture<bool> onShutdownRequest(QConductor::ShutdownReason reason) override;

private:
    Q_DISABLE_COPY_MOVE(Service)
    friend class ServicePrivate;
    using Hook = std::function<QFuture<void>(QObject *)>;
    using Question = std::function<QFuture<bool>(ShutdownReason)>;

    static QFuture<bool> toAnswer(bool isAgreed);
    template <class T> static T *cast(QObject *object);
    [[noreturn]] static void throwWrongClass(const QMetaObject *wanted, const QObject *object);
    template <class Callable> static Hook toHook(Callable callable);
    template <class Callable, class Result, class... Parameters>
    static Hook toHook(Callable callable, const std::function<Result(Parameters...)> *signature);
    template <class Callable, class... Arguments>
    static QFuture<void> callHook(Callable &callable, Arguments... arguments);
    template <class Callable, class... Arguments> static QFuture<bool> ask(Callable &callable, Arguments... arguments);
    void setSetup(Hook hook);
    void setShutdown(Hook hook);
    void setShutdownRequest(Question question);

    const std::unique_ptr<ServicePrivate> d;
};

template <class Callable> Service *Service::onSetup(Callable callable)
{
    setSetup(toHook(std::move(callable)));
    return this;
}

template <class Callable> Service *Service::onShutdown(Callable callable)
{
    setShutdown(toHook(std::move(callable)));
    return this;
}

template <class Callable> Service *Service::onShutdownRequest(Callable callable)
{
    constexpr bool takesReason = std::is_invocable_v<Callable &, ShutdownReason>;
    static_assert(
            takesReason || std::is_invocable_v<Callable &>,
            "the function of onShutdownRequest() takes nothing, or the ShutdownReason: a lambda can capture the object");
    if constexpr (takesReason)
        setShutdownRequest(
                [callable = std::move(callable)](ShutdownReason reason) mutable { return ask(callable, reason); });
    else if constexpr (std::is_invocable_v<Callable &>)
        setShutdownRequest([callable = std::move(callable)](ShutdownReason) mutable { return ask(callable); });
    return this;
}

template <class Callable> Service::Hook Service::toHook(Callable callable)
{
    if constexpr (std::is_invocable_v<Callable &>)
        return [callable = std::move(callable)](QObject *) mutable { return callHook(callable); };
    else if constexpr (std::is_member_function_pointer_v<Callable>)
        return toHook(std::mem_fn(callable), static_cast<decltype(Private::signatureOf(callable)) *>(nullptr));
    else if constexpr (Private::hasSignature<Callable>)
        return toHook(std::move(callable), static_cast<decltype(std::function(callable)) *>(nullptr));
    else
        static_assert(
                !std::is_same_v<Callable, Callable>,
                "the function of a service is a function or a lambda that names the class of its parameter, and not auto");
}

template <class Callable, class Result, class... Parameters>
Service::Hook Service::toHook(Callable callable, const std::function<Result(Parameters...)> *)
{
    constexpr bool takesPointer = sizeof...(Parameters) == 1 && (std::is_pointer_v<std::decay_t<Parameters>> && ...);
    static_assert(takesPointer, "the function of a service takes nothing, or a pointer to its object");
    if constexpr (takesPointer) {
        return [callable = std::move(callable)](QObject *object) mutable {
            return callHook(callable, cast<std::remove_pointer_t<std::decay_t<Parameters>>>(object)...);
        };
    }
}

template <class Callable, class... Arguments>
QFuture<void> Service::callHook(Callable &callable, Arguments... arguments)
{
    using Result = std::invoke_result_t<Callable &, Arguments...>;
    constexpr bool isFuture = std::is_constructible_v<QFuture<void>, Result>;
    static_assert(
            isFuture || std::is_void_v<Result>,
            "the function of a service returns nothing, or a QFuture: write [](Window *window) { window->close(); }");
    if constexpr (isFuture) {
        return QFuture<void>(callable(arguments...));
    } else {
        callable(arguments...);
        return done();
    }
}

template <class Callable, class... Arguments> QFuture<bool> Service::ask(Callable &callable, Arguments... arguments)
{
    using Result = std::invoke_result_t<Callable &, Arguments...>;
    if constexpr (std::is_void_v<Result>) {
        callable(arguments...);
        return toAnswer(true);
    } else if constexpr (std::is_same_v<Result, bool>) {
        return toAnswer(callable(arguments...));
    } else {
        return callable(arguments...);
    }
}

template <class T> T *Service::cast(QObject *object)
{
    T *result = nullptr;
    if constexpr (std::is_base_of_v<QObject, T>)
        result = dynamic_cast<T *>(object);
    else if (const auto *held = dynamic_cast<Private::Held<T> *>(object))
        result = held->get();
    if (object && !result) {
        const QMetaObject *wanted = nullptr;
        if constexpr (std::is_base_of_v<QObject, T>) {
            if (QtPrivate::HasQ_OBJECT_Macro<T>::Value) // otherwise its meta-object is that of its base class
                wanted = &T::staticMetaObject;
        }
        throwWrongClass(wanted, object);
    }
    return result;
}

} // namespace QConductor

#endif
