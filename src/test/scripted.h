// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_SCRIPTED_H
#define QCONDUCTOR_TEST_SCRIPTED_H

#include <QConductor/component.h>
#include <QConductor/requestscript.h>
#include <QConductor/runningscript.h>
#include <QConductor/script.h>

#include <type_traits>

namespace QConductor::Test {

template <class Base> class Scripted : public Base
{
    static_assert(std::is_base_of_v<Component, Base>, "Scripted<Base>: Base has to derive from QConductor::Component");
    static_assert(!std::is_final_v<Base>, "Scripted<Base>: Base is final, so nothing can be scripted in it");

public:
    class SetupScript : public ScriptSentences<SetupScript>
    {
    public:
        explicit SetupScript(Scripted *owner) : ScriptSentences<SetupScript>(owner), m_owner(owner) { }
        SetupScript &callBase() { return this->setBase([owner = m_owner] { return owner->baseSetup(); }), *this; }

    private:
        Scripted *m_owner;
    };
    class ShutdownScript : public ScriptSentences<ShutdownScript>
    {
    public:
        explicit ShutdownScript(Scripted *owner) : ScriptSentences<ShutdownScript>(owner), m_owner(owner)
        {
            this->setBaseType(Base::staticMetaObject, &owner->m_setup);
        }
        ShutdownScript &callBase() { return this->setBase([owner = m_owner] { return owner->baseShutdown(); }), *this; }

    private:
        Scripted *m_owner;
    };

    class AnswerScript : public RequestScript
    {
    public:
        explicit AnswerScript(Scripted *owner) : m_owner(owner) { }
        AnswerScript &callBase()
        {
            return setBase([owner = m_owner](ShutdownReason reason) { return owner->baseRequest(reason); }), *this;
        }

    private:
        Scripted *m_owner;
    };

    Scripted() = default;
    using Base::Base;

    SetupScript &setupScript() { return m_setup; }
    ShutdownScript &shutdownScript() { return m_shutdown; }
    RunningScript &runningScript() { return m_running; }
    AnswerScript &requestScript() { return m_request; }
    int setupCount() const { return m_setup.count(); }
    int shutdownCount() const { return m_shutdown.count(); }
    void callBase()
    {
        m_setup.callBase();
        m_shutdown.callBase();
    }

protected:
    QFuture<void> onSetup() override { return m_setup.run(); }
    QFuture<void> onShutdown() override { return m_shutdown.run(); }
    QFuture<bool> onShutdownRequest(ShutdownReason reason) override { return m_request.run(reason); }

private:
    QFuture<void> baseSetup() { return Base::onSetup(); }
    QFuture<void> baseShutdown() { return Base::onShutdown(); }
    QFuture<bool> baseRequest(ShutdownReason reason) { return Base::onShutdownRequest(reason); }

    SetupScript m_setup { this };
    ShutdownScript m_shutdown { this };
    RunningScript m_running { this };
    AnswerScript m_request { this };
};

} // namespace QConductor::Test

#endif
