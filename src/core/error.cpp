// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "error.h"

namespace QConductor {

/*!
    \class QConductor::Error
    \inmodule QConductor
    \since QConductor 1.0
    \brief The base class of everything that QConductor throws.

    An error can be held by a future and passed between threads, as every QException can. A hook reports an error of the
    application by \c {throw QConductor::Error(tr("…"))} or \c {return failed(tr("…"))}.
*/

/*! Constructs an error with the given \a message. */
Error::Error(const QString &message)
    : m_message(message), m_what(message.toUtf8())
{
}

/*!
    \fn QString QConductor::Error::message() const
    Returns the message, which is meant for a person.
*/

/*! Returns message() in UTF-8. The pointer is valid until the error is destroyed. */
const char *Error::what() const noexcept
{
    return m_what.constData();
}

void Error::raise() const { throw *this; }
Error *Error::clone() const { return new Error(*this); }

/*!
    \class QConductor::CircularDependencyError
    \inmodule QConductor
    \since QConductor 1.0
    \brief Tells that components depend on each other in a circle.
*/

/*!
    \fn QList<Component *> QConductor::CircularDependencyError::chain() const
    Returns the components from the added one that led to the cycle to the one that closes it, which is in the list twice.
    They belong to the conductor, and the pointers must not be used after it was destroyed.
*/
CircularDependencyError::CircularDependencyError(const QString &message, const QList<Component *> &chain)
    : Error(message), m_chain(chain)
{
}

void CircularDependencyError::raise() const { throw *this; }
CircularDependencyError *CircularDependencyError::clone() const { return new CircularDependencyError(*this); }

/*!
    \class QConductor::MissingDependencyError
    \inmodule QConductor
    \since QConductor 1.0
    \brief Tells that there is no component for a dependency.
*/
void MissingDependencyError::raise() const { throw *this; }
MissingDependencyError *MissingDependencyError::clone() const { return new MissingDependencyError(*this); }

/*!
    \class QConductor::AmbiguousDependencyError
    \inmodule QConductor
    \since QConductor 1.0
    \brief Tells that there are several components for a dependency.
*/
void AmbiguousDependencyError::raise() const { throw *this; }
AmbiguousDependencyError *AmbiguousDependencyError::clone() const { return new AmbiguousDependencyError(*this); }

/*!
    \class QConductor::SetupError
    \inmodule QConductor
    \since QConductor 1.0
    \brief The error that the future of Conductor::setup() holds when a component has failed.
*/

/*!
    \fn QList<Failure> QConductor::SetupError::failures() const
    Returns all failures in the order in which they happened, including those of the roll-back.
*/
SetupError::SetupError(const QString &message, const QList<Failure> &failures)
    : Error(message), m_failures(failures)
{
}

void SetupError::raise() const { throw *this; }
SetupError *SetupError::clone() const { return new SetupError(*this); }

/*!
    \class QConductor::ShutdownError
    \inmodule QConductor
    \since QConductor 1.0
    \brief The error that the future of Conductor::shutdown() holds when components have failed.
*/

/*!
    \fn QList<Failure> QConductor::ShutdownError::failures() const
    Returns all failures in the order in which they happened.
*/
ShutdownError::ShutdownError(const QString &message, const QList<Failure> &failures)
    : Error(message), m_failures(failures)
{
}

void ShutdownError::raise() const { throw *this; }
ShutdownError *ShutdownError::clone() const { return new ShutdownError(*this); }

/*!
    \class QConductor::Failure
    \inmodule QConductor
    \since QConductor 1.0
    \brief Describes the failure of one hook.

    \list
    \li \c component: the class of the component, with its namespace
    \li \c phase: the hook that failed
    \li \c message: what the component said about the reason
    \li \c exception: the exception that was thrown, which is never null
    \endlist
*/

/*!
    \enum QConductor::Phase
    Tells the hooks of a component apart.
    \value Setup onSetup()
    \value Shutdown onShutdown()
*/

} // namespace QConductor
