// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/mainwindow_p.h"

#include "application/quitsequence_p.h"
#include "conductorstate_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qpointer.h>

#include <memory>

namespace QConductor {

MainWindow::MainWindow(Conductor *conductor, QObject *window, Request request, std::function<void()> framePainted)
    : m_conductor(conductor),
      m_window(window),
      m_request(std::move(request)),
      m_framePainted(std::move(framePainted)),
      m_sequence(QuitSequence::ofThread(thread())),
      m_closing(window->metaObject()->indexOfSignal("closing(QQuickCloseEvent*)"))
{
    window->installEventFilter(this);
    connect(conductor, &Conductor::stateChanged, this, &MainWindow::followState);
    connect(&m_answer, &QFutureWatcherBase::finished, this, [this] {
        const QFuture<bool> answer = m_answer.future();
        const bool hasAgreed = answer.resultCount() > 0 && answer.resultAt(0);
        m_isToHide = m_isToHide && hasAgreed;
    });
    if (window->metaObject()->indexOfSignal("frameSwapped()") >= 0)
        connect(window, SIGNAL(frameSwapped()), this, SLOT(noteFrame()));
}

bool MainWindow::isAwaitingFrame() const
{
    return !m_hasFrame && m_window->property("visible").toBool();
}

// A QQuickWindow tells that a frame is on the screen. Of another QWindow, the exposure is all that is known.
bool MainWindow::eventFilter(QObject *, QEvent *event)
{
    const bool isPaint = event->type() == QEvent::Paint || (event->type() == QEvent::Expose && m_closing < 0);
    if (isPaint && !m_hasFrame)
        QMetaObject::invokeMethod(this, &MainWindow::noteFrame, Qt::QueuedConnection); // when it has been painted
    return event->type() == QEvent::Close && isClosing(event);
}

void MainWindow::noteFrame()
{
    if (!std::exchange(m_hasFrame, true))
        m_framePainted();
}

// Returns whether the event is dealt with. While nothing is up, the window is like any other.
bool MainWindow::isClosing(QEvent *event)
{
    if (m_isHiding)
        return true; // without asking the handler again
    if (m_isAskingHandler || !isUp(m_conductor->state()))
        return false;
    event->ignore();
    if (m_sequence && m_sequence->isClosingWindows())
        return askHandler(event);
    if (m_conductor->state() != Conductor::State::Active) {
        m_isToHide = true;
        m_conductor->shutdown(); // during setup, nobody is asked
        return true;
    }
    const bool isPending = m_isToHide || (m_sequence && !m_sequence->isIdle());
    return isPending || askHandler(event);
}

bool MainWindow::askHandler(QEvent *event)
{
    if (m_window->isWidgetType())
        return askWidget(event);
    if (m_closing >= 0)
        return askQuickWindow(event);
    handlerAnswered(true);
    return true;
}

// The handler gets a copy of the event, because QWidget hides itself if that which it has sent is accepted.
bool MainWindow::askWidget(const QEvent *event)
{
    const QPointer<MainWindow> self = this;
    const std::unique_ptr<QEvent> copy(event->clone());
    copy->accept();
    m_isAskingHandler = true;
    QCoreApplication::sendEvent(m_window, copy.get());
    if (!self)
        return true;
    m_isAskingHandler = false;
    handlerAnswered(copy->isAccepted());
    return true;
}

// A QQuickWindow hides itself when all slots of its signal closing() have accepted. So one slot more, which is called last, reads
// what the others have said, and refuses. It is connected by index because the type of the argument is private to Qt.
bool MainWindow::askQuickWindow(QEvent *event)
{
    static const int slot = staticMetaObject.indexOfSlot("judgeClosing(QObject*)");
    QMetaObject::disconnect(m_window, m_closing, this, slot);
    QMetaObject::connect(m_window, m_closing, this, slot, Qt::DirectConnection);
    event->accept();
    return false;
}

void MainWindow::judgeClosing(QObject *closeEvent)
{
    static const int slot = staticMetaObject.indexOfSlot("judgeClosing(QObject*)");
    QMetaObject::disconnect(m_window, m_closing, this, slot);
    const bool hasAgreed = closeEvent->property("accepted").toBool();
    closeEvent->setProperty("accepted", false);
    handlerAnswered(hasAgreed);
}

void MainWindow::handlerAnswered(bool hasAgreed)
{
    if (!hasAgreed || !isUp(m_conductor->state()))
        return;
    if (m_sequence && m_sequence->isClosingWindows())
        return m_sequence->noteAgreement();
    m_isToHide = true;
    m_answer.setFuture(m_request());
}

void MainWindow::followState(Conductor::State state)
{
    const bool isQuitting = m_sequence && !m_sequence->isIdle();
    if (!isUp(state) && (m_isToHide || isQuitting))
        hide();
}

// Closing a QWidget tells Qt whether that was the last window. A QWindow can't be closed without calling its handler.
void MainWindow::hide()
{
    m_isToHide = false;
    if (!m_window->property("visible").toBool())
        return;
    const QPointer<MainWindow> self = this;
    m_isHiding = true;
    if (m_window->isWidgetType())
        Windows::close(m_window);
    else
        m_window->setProperty("visible", false);
    if (!self)
        return;
    m_isHiding = false;
    if (m_sequence && !m_window->isWidgetType())
        m_sequence->windowHidden();
}

} // namespace QConductor
