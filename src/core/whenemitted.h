// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_WHENEMITTED_H
#define QCONDUCTOR_WHENEMITTED_H

#include <QConductor/global.h>

#include <QtCore/qfuture.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>
#include <QtCore/qstring.h>

#include <memory>
#include <type_traits>

namespace QConductor {

// What whenEmitted() makes its future of; nothing else uses it. It waits until one of the signals of a sender is emitted. The
// slots that are connected to these signals own it, and it is destroyed when they are disconnected. It is thread-safe.
class QCONDUCTOR_EXPORT WhenEmitted : public std::enable_shared_from_this<WhenEmitted>
{
public:
    struct Names // as messages show them
    {
        const QMetaObject *sender;
        QMetaMethod ready;
        QMetaMethod failed;
        bool knowsFailed = false; // whether there is a second signal
    };
    // Has ended at once where there is no sender, or where one of the methods isn't a signal.
    static std::shared_ptr<WhenEmitted> begin(const QObject *sender, const Names &names);

    WhenEmitted();
    ~WhenEmitted();
    QFuture<void> future() const;
    bool hasEnded() const;
    void add(const QMetaObject::Connection &connection); // of one of its slots

    // Each of these ends it, unless it has ended before.
    void succeed();
    void fail(const QString &message); // an empty message becomes the name of the signal

private:
    Q_DISABLE_COPY_MOVE(WhenEmitted)
    void watch(const QObject *sender, const QString &destroyedMessage);
    bool end(bool isInWatcher = false);

    struct Data;
    const std::unique_ptr<Data> d;
};

namespace Private {

template <class Signal> using SenderOf = typename QtPrivate::FunctionPointer<Signal>::Object;

template <class Arguments> struct FirstOf // of a list of arguments; void: it is empty
{
    using Type = void;
};
template <class First, class... Others> struct FirstOf<QtPrivate::List<First, Others...>>
{
    using Type = First;
};

// The bytes of a text are converted here, so that QT_NO_CAST_FROM_ASCII makes no difference.
template <class T> inline constexpr bool isBytes = std::is_convertible_v<T, QByteArray>;

template <class Sender, class Signal> constexpr bool isSignalOf()
{
    constexpr bool isMember = QtPrivate::FunctionPointer<Signal>::IsPointerToMemberFunction;
    static_assert(isMember, "whenEmitted() waits for a signal: write whenEmitted(sender, &Sender::ready)");
    if constexpr (isMember) {
        constexpr bool isQObject = std::is_base_of_v<QObject, SenderOf<Signal>>;
        constexpr bool isSender = std::is_convertible_v<const Sender &, const SenderOf<Signal> *>;
        static_assert(isQObject, "whenEmitted() waits for a signal of a class that derives from QObject");
        static_assert(isSender, "the sender of whenEmitted() is a pointer to an object that has the signal");
        return isQObject && isSender;
    }
    return false;
}

template <class Signal>
void connectFailed(const std::shared_ptr<WhenEmitted> &wait, const SenderOf<Signal> *sender, Signal failed)
{
    using First = typename FirstOf<typename QtPrivate::FunctionPointer<Signal>::Arguments>::Type;
    if constexpr (isBytes<First>)
        wait->add(QObject::connect(
                sender, failed, sender,
                [wait](const First &message) { wait->fail(QString::fromUtf8(QByteArray(message))); },
                Qt::DirectConnection));
    else if constexpr (std::is_convertible_v<First, QString>)
        wait->add(QObject::connect(
                sender, failed, sender, [wait](const First &message) { wait->fail(message); }, Qt::DirectConnection));
    else
        wait->add(QObject::connect(
                sender, failed, sender, [wait] { wait->fail(QString()); }, Qt::DirectConnection));
}

// The slots are called in the thread of the signal, so that the wait ends and is disconnected before the signal returns.
template <class Signal>
void connectReady(const std::shared_ptr<WhenEmitted> &wait, const SenderOf<Signal> *sender, Signal ready)
{
    wait->add(QObject::connect(
            sender, ready, sender, [wait] { wait->succeed(); }, Qt::DirectConnection));
}

} // namespace Private

template <class Sender, class Ready> [[nodiscard]] QFuture<void> whenEmitted(const Sender &sender, Ready ready)
{
    if constexpr (Private::isSignalOf<Sender, Ready>()) {
        const Private::SenderOf<Ready> *object = sender;
        const auto wait = WhenEmitted::begin(
                object, { &Private::SenderOf<Ready>::staticMetaObject, QMetaMethod::fromSignal(ready), {} });
        if (!wait->hasEnded())
            Private::connectReady(wait, object, ready);
        return wait->future();
    }
    return {};
}

template <class Sender, class Ready, class Failed>
[[nodiscard]] QFuture<void> whenEmitted(const Sender &sender, Ready ready, Failed failed)
{
    if constexpr (Private::isSignalOf<Sender, Ready>() && Private::isSignalOf<Sender, Failed>()) {
        const Private::SenderOf<Ready> *object = sender;
        const auto wait = WhenEmitted::begin(object,
                                             { &Private::SenderOf<Ready>::staticMetaObject,
                                               QMetaMethod::fromSignal(ready), QMetaMethod::fromSignal(failed), true });
        if (!wait->hasEnded()) {
            Private::connectReady(wait, object, ready);
            Private::connectFailed(wait, sender, failed);
        }
        return wait->future();
    }
    return {};
}

} // namespace QConductor

#endif
