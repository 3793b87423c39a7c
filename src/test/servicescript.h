// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_SERVICESCRIPT_H
#define QCONDUCTOR_TEST_SERVICESCRIPT_H

#include <QConductor/script.h>
#include <QConductor/service.h>

#include <memory>

namespace QConductor::Test {

class QCONDUCTOR_TEST_EXPORT ServiceScript
{
public:
    class HookScript : public ScriptSentences<HookScript>
    {
    public:
        using ScriptSentences<HookScript>::ScriptSentences;
    };

    explicit ServiceScript(Service *service);
    ~ServiceScript();

    HookScript &setupScript() { return *m_setup; }
    HookScript &shutdownScript() { return *m_shutdown; }
    int setupCount() const { return m_setup->count(); }
    int shutdownCount() const { return m_shutdown->count(); }

private:
    Q_DISABLE_COPY_MOVE(ServiceScript)
    const std::shared_ptr<HookScript> m_setup;
    const std::shared_ptr<HookScript> m_shutdown;
};

} // namespace QConductor::Test

#endif
