// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_QUITGUARD_P_H
#define QCONDUCTOR_APPLICATION_QUITGUARD_P_H

#include "application/quitsequence_p.h"

namespace QConductor {

// Takes part in each quit of the application for a conductor: as long as that is up, a quit is held back, first until the
// components have agreed and then until all are down. QuitSequence says in which order that happens.
class QuitGuard : public QuitParticipant
{
public:
    using Ask = std::function<void(const Answered &)>; // whether the components agree; empty: they aren't asked
    using Stop = std::function<void()>;                // what to do when the application is to quit

    // A quit that is held by this guard alone doesn't come any more when the guard is destroyed.
    QuitGuard(Conductor *conductor, Ask ask, Stop stop);

    void install();    // on the application, if there is one by now
    void passOn();     // a quit that is held by this guard comes all the same, because the guard ends
    void drop();       // a quit that is held doesn't come, and no later one does
    void letThrough(); // the quit that is held comes now, because the event loop of a hook waits for it

    bool isAsking() const override;
    void ask(const Answered &answered) override { m_ask(answered); }
    void stop() override { m_stop(); }
    bool isDropping() const override { return m_isDropping; }
    void quit() override { m_quit(); }

    void setQuit(std::function<void()> quit) { m_quit = std::move(quit); } // for tests: is called instead of quit()

private:
    const Ask m_ask;
    const Stop m_stop;
    std::function<void()> m_quit;
    bool m_isDropping = false; // whether every quit is dropped
};

} // namespace QConductor

#endif
