// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "error.h"

#include <QtCore/qdebug.h>

namespace QConductor {

class ErrorPrivate : public QSharedData
{
public:
    explicit ErrorPrivate(const QString &message) : message(message), what(message.toUtf8()) { }
    virtual ~ErrorPrivate() = default;

    const QString message;
    const QByteArray what; // what() must not allocate
};

namespace {

class ChainPrivate : public ErrorPrivate
{
public:
    ChainPrivate(const QString &message, const QList<Component *> &chain) : ErrorPrivate(message), chain(chain) { }

    const QList<Component *> chain;
};

class FailuresPrivate : public ErrorPrivate
{
public:
    FailuresPrivate(const QString &message, const QList<Failure> &failures) : ErrorPrivate(message), failures(failures)
    { }

    const QList<Failure> failures;
};

} // namespace

/*!
    \class QConductor::Error
    \inheaderfile QConductor/Error
    \inmodule QConductor
    \since QConductor 1.0
    \brief The base class of everything that QConductor throws.

    An error can be held by a future and passed between threads, as every QException can. A hook reports an error of the
    application by \c {throw QConductor::Error(tr("…"))} or \c {return failed(tr("…"))}.

    A copy shares its data with the original. The functions of an error are thread-safe as long as nobody assigns to it.
*/

/*! Constructs an error with the given \a message. */
Error::Error(const QString &message) : d(new ErrorPrivate(message)) { }
Error::Error(ErrorPrivate *d) : d(d) { }

Error::Error(const Error &other) = default;
Error &Error::operator=(const Error &other) = default;
Error::~Error() = default;

/*! Returns the message, which is meant for a person. What QConductor says in it is translated in the context \c QConductor. */
QString Error::message() const
{
    return d->message;
}

/*! Returns message() in UTF-8. The pointer is valid until the error is destroyed. */
const char *Error::what() const noexcept
{
    return d->what.constData();
}

void Error::raise() const { throw *this; }
Error *Error::clone() const { return new Error(*this); }

/*!
    \class QConductor::CircularDependencyError
    \inheaderfile QConductor/CircularDependencyError
    \inmodule QConductor
    \since QConductor 1.0
    \brief Tells that components depend on each other in a circle.
*/

/*! Constructs an error with the given \a message, about the components in \a chain. */
CircularDependencyError::CircularDependencyError(const QString &message, const QList<Component *> &chain)
    : Error(new ChainPrivate(message, chain))
{ }

CircularDependencyError::~CircularDependencyError() = default;

/*!
    Returns the components from the added one that led to the cycle to the one that closes it, which is in the list twice.
    They belong to the conductor, and the pointers must not be used after it was destroyed.
*/
QList<Component *> CircularDependencyError::chain() const
{
    return static_cast<const ChainPrivate *>(d_func())->chain;
}

void CircularDependencyError::raise() const { throw *this; }
CircularDependencyError *CircularDependencyError::clone() const { return new CircularDependencyError(*this); }

/*!
    \class QConductor::MissingDependencyError
    \inheaderfile QConductor/MissingDependencyError
    \inmodule QConductor
    \since QConductor 1.0
    \brief Tells that there is no component for a dependency.
*/
MissingDependencyError::~MissingDependencyError() = default;
void MissingDependencyError::raise() const { throw *this; }
MissingDependencyError *MissingDependencyError::clone() const { return new MissingDependencyError(*this); }

/*!
    \class QConductor::AmbiguousDependencyError
    \inheaderfile QConductor/AmbiguousDependencyError
    \inmodule QConductor
    \since QConductor 1.0
    \brief Tells that there are several components for a dependency.
*/
AmbiguousDependencyError::~AmbiguousDependencyError() = default;
void AmbiguousDependencyError::raise() const { throw *this; }
AmbiguousDependencyError *AmbiguousDependencyError::clone() const { return new AmbiguousDependencyError(*this); }

/*!
    \class QConductor::SetupError
    \inheaderfile QConductor/SetupError
    \inmodule QConductor
    \since QConductor 1.0
    \brief The error that the future of Conductor::setup() holds when a component has failed.
*/

/*! Constructs an error with the given \a message and \a failures. */
SetupError::SetupError(const QString &message, const QList<Failure> &failures)
    : Error(new FailuresPrivate(message, failures))
{ }

SetupError::~SetupError() = default;

/*! Returns all failures in the order in which they happened, including those of the roll-back. */
QList<Failure> SetupError::failures() const
{
    return static_cast<const FailuresPrivate *>(d_func())->failures;
}

void SetupError::raise() const { throw *this; }
SetupError *SetupError::clone() const { return new SetupError(*this); }

/*!
    \class QConductor::ShutdownError
    \inheaderfile QConductor/ShutdownError
    \inmodule QConductor
    \since QConductor 1.0
    \brief The error that the future of Conductor::shutdown() holds when components have failed.
*/

/*! Constructs an error with the given \a message and \a failures. */
ShutdownError::ShutdownError(const QString &message, const QList<Failure> &failures)
    : Error(new FailuresPrivate(message, failures))
{ }

ShutdownError::~ShutdownError() = default;

/*! Returns all failures in the order in which they happened. */
QList<Failure> ShutdownError::failures() const
{
    return static_cast<const FailuresPrivate *>(d_func())->failures;
}

void ShutdownError::raise() const { throw *this; }
ShutdownError *ShutdownError::clone() const { return new ShutdownError(*this); }

/*!
    \class QConductor::Failure
    \inheaderfile QConductor/Failure
    \inmodule QConductor
    \since QConductor 1.0
    \brief Describes one thing that went wrong.

    \list
    \li \c component: the class of the component, with its namespace, or the display name of a service; empty if the failure is that of no component, for
        example because the graph couldn't be found
    \li \c displayName: the component's name for a person: its Component::displayName
    \li \c phase: when it went wrong
    \li \c message: the reason
    \li \c exception: the exception that was thrown, or one that holds the message; it is never null
    \endlist
*/

/*!
    \relates QConductor::Failure
    \since QConductor 1.0
    Writes the \a failure to \a debug, and returns it.
*/
QDebug operator<<(QDebug debug, const Failure &failure)
{
    const QDebugStateSaver saver(debug);
    debug.noquote().nospace() << "Failure(" << failure.phase << ", " << failure.component;
    if (!failure.displayName.isEmpty() && !failure.component.endsWith(failure.displayName))
        debug << " \"" << failure.displayName << '"';
    return debug << ": " << failure.message << ')';
}

/*!
    \enum QConductor::Phase
    \since QConductor 1.0
    Tells when a component failed.
    \value Setup In onSetup(), or before that because its dependencies couldn't be found.
    \value Shutdown In onShutdown().
    \value Running While it was active.
*/

/*!
    \enum QConductor::FailureAction
    \since QConductor 1.0
    Says what Conductor::serve() does after a setup has failed.
    \value Quit It ends.
    \value Retry It sets up again.

    \sa Conductor::setFailureHandler()
*/

/*!
    \enum QConductor::ShutdownReason
    \since QConductor 1.0
    Tells why the application is to be shut down.
    \value Requested A function was called for it.
    \value Quit The application quits.
    \value WindowClosed The main window was closed.
*/

} // namespace QConductor

#include "moc_error.cpp"
