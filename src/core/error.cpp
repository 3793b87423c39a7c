// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "error.h"

namespace QConductor {

/*!
    \class QConductor::Error
    \inmodule QConductor
    \brief The base of everything that QConductor throws, and what an application may throw itself.

    An error travels in futures and between threads, as every QException does. A hook reports its own
    with \c {throw QConductor::Error(tr("…"))} or \c {return failed(tr("…"))}.
*/

/*! Constructs an error that says \a message. */
Error::Error(const QString &message)
    : m_message(message), m_what(message.toUtf8())
{
}

/*!
    \fn QString QConductor::Error::message() const
    Returns the text for a person.
*/

/*! Returns message() in UTF-8. It is valid as long as the error. */
const char *Error::what() const noexcept
{
    return m_what.constData();
}

void Error::raise() const { throw *this; }
Error *Error::clone() const { return new Error(*this); }

/*!
    \class QConductor::CircularDependencyError
    \inmodule QConductor
    \brief Components that need each other.
*/

/*!
    \fn QList<Component *> QConductor::CircularDependencyError::chain() const
    Returns the way from the added component that led to the cycle to the component that it comes back to, which is
    in the list twice. The components are the conductor's, and live no longer than it.
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
    \brief A dependency that nothing provides.
*/
void MissingDependencyError::raise() const { throw *this; }
MissingDependencyError *MissingDependencyError::clone() const { return new MissingDependencyError(*this); }

/*!
    \class QConductor::AmbiguousDependencyError
    \inmodule QConductor
    \brief A dependency that several components could be.
*/
void AmbiguousDependencyError::raise() const { throw *this; }
AmbiguousDependencyError *AmbiguousDependencyError::clone() const { return new AmbiguousDependencyError(*this); }

/*!
    \class QConductor::SetupError
    \inmodule QConductor
    \brief What the future of Conductor::setup() holds when a component failed.
*/

/*!
    \fn QList<Failure> QConductor::SetupError::failures() const
    Returns every failure in the order they happened, those of the roll-back too.
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
    \brief What the future of Conductor::shutdown() holds when components failed on the way.
*/

/*!
    \fn QList<Failure> QConductor::ShutdownError::failures() const
    Returns every failure in the order they happened.
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
    \brief One hook that went wrong.

    \list
    \li \c component: the class of the component, with its namespace
    \li \c phase: the hook, Phase::Setup or Phase::Shutdown
    \li \c message: why, as the component said it
    \li \c exception: what was thrown, never null
    \endlist
*/

/*!
    \enum QConductor::Phase
    A component's hook.
    \value Setup onSetup()
    \value Shutdown onShutdown()
*/

} // namespace QConductor
