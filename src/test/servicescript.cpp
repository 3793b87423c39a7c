// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "servicescript.h"

namespace QConductor::Test {

/*!
    \class QConductor::Test::ServiceScript
    \inheaderfile QConductor/ServiceScript
    \inmodule QConductor
    \since QConductor 1.0
    \brief Replaces the functions of a service by scripts.

    \code
    QConductor::Test::ServiceScript script(conductor.service(&window));
    script.setupScript().fail("no display");
    \endcode

    A service that creates its object still does so. The object of a service is replaced by a patch: \c
    {conductor.patch<Printer>(&mock)}.

    \sa Scripted, Script, Service
*/

/*!
    Has the hooks of \a service, which isn't up, follow scripts from now on. They succeed. The functions that the service had are not
    called any more, also after the script was destroyed.
*/
ServiceScript::ServiceScript(Service *service)
    : m_setup(std::make_shared<HookScript>(service)),
      m_shutdown(std::make_shared<HookScript>(service))
{
    service->onSetup([script = m_setup] { return script->run(); });
    service->onShutdown([script = m_shutdown] { return script->run(); });
}

/*! Destroys the object. The service keeps the scripts. */
ServiceScript::~ServiceScript() = default;

/*!
    \fn QConductor::Test::ServiceScript::HookScript &QConductor::Test::ServiceScript::setupScript()
    Returns the script of the setup hook.
*/

/*!
    \fn QConductor::Test::ServiceScript::HookScript &QConductor::Test::ServiceScript::shutdownScript()
    Returns the script of the shutdown hook.
*/

/*!
    \fn int QConductor::Test::ServiceScript::setupCount() const
    Returns how often the setup hook was called.
*/

/*!
    \fn int QConductor::Test::ServiceScript::shutdownCount() const
    Returns how often the shutdown hook was called.
*/

} // namespace QConductor::Test
