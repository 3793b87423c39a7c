// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/quitsequence_p.h"

#include "conductorstate_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qvariant.h>

#include <algorithm>

namespace QConductor {

QuitParticipant::QuitParticipant(Conductor *conductor) : m_conductor(conductor)
{
    connect(conductor, &Conductor::stateChanged, this, [this] {
        if (m_sequence)
            m_sequence->goOn();
    });
}

QuitParticipant::~QuitParticipant()
{
    if (m_sequence)
        m_sequence->remove(this);
}

bool QuitParticipant::isUp() const
{
    return m_conductor && QConductor::isUp(m_conductor->state());
}

QuitSequence *QuitParticipant::enter()
{
    QuitSequence *sequence = QuitSequence::ofThread(thread());
    if (!sequence || sequence == m_sequence)
        return nullptr;
    return m_sequence = sequence;
}

QuitSequence *QuitParticipant::sequence() const
{
    return m_sequence;
}

const Conductor *QuitParticipant::conductor() const
{
    return m_conductor;
}

void QuitParticipant::exitNow()
{
    m_sequence->stop();
    QCoreApplication::exit();
}

QuitSequence *QuitSequence::ofThread(QThread *thread)
{
    static QPointer<QuitSequence> current;
    QCoreApplication *application = QCoreApplication::instance();
    if (!application || application->thread() != thread)
        return nullptr;
    if (!current || current->m_application != application)
        current = new QuitSequence(application);
    return current;
}

QuitSequence::QuitSequence(QCoreApplication *application) : QObject(application), m_application(application)
{
    application->installEventFilter(this);
}

// The event filter that is installed last sees an event first, so it is installed again.
void QuitSequence::add(QuitParticipant *participant)
{
    m_participants.append(participant);
    m_application->installEventFilter(this);
}

void QuitSequence::addForSignals(QuitParticipant *participant)
{
    m_participantsForSignals.append(participant);
}

void QuitSequence::remove(QuitParticipant *participant)
{
    const bool wasHolding = m_holding.removeAll(participant) > 0;
    m_participants.removeAll(participant);
    m_participantsForSignals.removeAll(participant);
    m_toAsk.removeAll(participant);
    if (m_stopped == participant)
        m_stopped = nullptr;
    const bool wasDeliverer = m_stage == Stage::Due && m_deliverer == participant;
    if (wasDeliverer || (wasHolding && m_holding.isEmpty()))
        stop();
    else
        goOn();
}

void QuitSequence::passOn(QuitParticipant *participant)
{
    const bool isItsOwn = m_holding.removeAll(participant) > 0 || (m_stage == Stage::Due && m_deliverer == participant);
    if (isItsOwn && m_holding.isEmpty())
        end(nullptr);
}

void QuitSequence::terminate()
{
    stop();
    m_isTerminating = true;
    std::copy_if(m_participantsForSignals.begin(), m_participantsForSignals.end(), std::back_inserter(m_holding),
                 std::mem_fn(&QuitParticipant::isUp));
    m_stage = Stage::ShuttingDown;
    m_holding.isEmpty() ? end(nullptr) : goOn();
}

void QuitSequence::stop()
{
    m_isTerminating = false;
    m_stage = Stage::Idle;
    m_holding.clear();
    m_toAsk.clear();
    m_stopped = nullptr;
    ++m_round;
}

bool QuitSequence::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Quit && watched == m_application)
        return quit(event);
    if (watched->isWindowType())
        m_windows.note(watched);
    // The components are down, so the handler isn't called, and the window agrees. A QWidget gets the event by its QWindow.
    const bool isOfWidget = watched->isWindowType() && watched->inherits("QWidgetWindow");
    return m_isQuitting && event->type() == QEvent::Close && (watched->isWindowType() || watched->isWidgetType())
           && !isOfWidget;
}

// Returns whether the quit is held back or dropped.
bool QuitSequence::quit(QEvent *event)
{
    if (m_isQuitting)
        return false;
    const bool isDropped = m_isTerminating
                           || std::any_of(m_participants.begin(), m_participants.end(),
                                          std::mem_fn(&QuitParticipant::isDropping));
    if (isDropped || m_stage != Stage::Idle) {
        event->ignore();
        return true;
    }
    std::copy_if(m_participants.begin(), m_participants.end(), std::back_inserter(m_holding),
                 std::mem_fn(&QuitParticipant::isUp));
    if (m_holding.isEmpty()) {
        tellOthers();
        return false;
    }
    event->ignore();
    std::copy_if(m_holding.begin(), m_holding.end(), std::back_inserter(m_toAsk),
                 std::mem_fn(&QuitParticipant::isAsking));
    m_stage = Stage::Asking;
    m_toAsk.isEmpty() ? shutDown() : askNext();
    return true;
}

void QuitSequence::askNext()
{
    if (m_toAsk.isEmpty())
        return closeWindows();
    const QPointer<QuitSequence> self = this;
    m_toAsk.takeLast()->ask([self, round = m_round](bool hasAgreed) {
        if (self && self->m_round == round && self->m_stage == Stage::Asking)
            hasAgreed ? self->askNext() : self->stop();
    });
}

// The handler of a window may run an event loop, in which the quit may be dropped.
void QuitSequence::closeWindows()
{
    m_stage = Stage::ClosingWindows;
    const bool haveClosed = hasClosed(m_windows.visible());
    if (m_stage != Stage::ClosingWindows)
        return;
    haveClosed ? shutDown() : stop();
}

bool QuitSequence::hasClosed(const QList<QPointer<QObject>> &windows)
{
    for (const QPointer<QObject> &window : windows) {
        m_hasMainWindowAgreed = false;
        if (window && isClosingWindows() && !Windows::close(window) && !m_hasMainWindowAgreed)
            return false;
    }
    return true;
}

void QuitSequence::shutDown()
{
    m_stage = Stage::ShuttingDown;
    tellOthers();
    goOn();
}

// What serves without being up ends, too.
void QuitSequence::tellOthers()
{
    const QList<QuitParticipant *> participants = m_participants;
    for (auto participant = participants.rbegin(); participant != participants.rend(); ++participant) {
        if (m_participants.contains(*participant) && !m_holding.contains(*participant))
            (*participant)->stop();
    }
}

// One conductor after the other is shut down: what is younger may use what is older.
void QuitSequence::goOn()
{
    while (isShuttingDown() && !m_holding.isEmpty()) {
        QuitParticipant *participant = m_holding.last();
        if (!participant->isUp()) {
            m_holding.removeLast();
            if (m_holding.isEmpty())
                end(participant);
        } else if (m_stopped != participant) {
            m_stopped = participant;
            participant->stop(); // this calls goOn() when the conductor is down
        } else {
            return;
        }
    }
}

// A slot that is told that the last conductor is down may set it up again, so the quit takes place afterwards.
void QuitSequence::end(QuitParticipant *deliverer)
{
    m_stage = Stage::Due;
    m_deliverer = deliverer;
    QObject *context = deliverer ? static_cast<QObject *>(deliverer) : this;
    QMetaObject::invokeMethod(
            context, [this] { sendQuit(); }, Qt::QueuedConnection);
}

void QuitSequence::sendQuit()
{
    if (m_stage != Stage::Due)
        return;
    QuitParticipant *deliverer = m_deliverer;
    const bool isTerminating = m_isTerminating;
    stop();
    if (isTerminating)
        return QCoreApplication::exit();
    if (deliverer && deliverer->isUp())
        return QCoreApplication::quit();
    quitAskingNobody([deliverer] { deliverer ? deliverer->quit() : QCoreApplication::quit(); });
}

void QuitSequence::quitAskingNobody(const std::function<void()> &quit)
{
    m_isQuitting = true;
    quit();
    m_isQuitting = false;
}

void QuitSequence::windowHidden()
{
    if (!isIdle() || m_windows.isAnyOtherVisible() || !m_application->property("quitOnLastWindowClosed").toBool())
        return;
    const bool isAnyUp = std::any_of(m_participants.begin(), m_participants.end(), std::mem_fn(&QuitParticipant::isUp));
    isAnyUp ? QCoreApplication::quit() : quitAskingNobody(&QCoreApplication::quit);
}

} // namespace QConductor
