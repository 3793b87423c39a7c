// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_MAINWINDOW_P_H
#define QCONDUCTOR_APPLICATION_MAINWINDOW_P_H

#include "conductor.h"

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qobject.h>

#include <functional>

namespace QConductor {

class QuitSequence;

// The main window of a conductor (R47): closing it asks its own handler and then the components. If all agree, it stays open
// until everything is down, and is hidden then.
class MainWindow : public QObject
{
    Q_OBJECT

public:
    using Request = std::function<QFuture<bool>()>; // asks the components, and shuts down if they agree

    // The function framePainted is called when the window has shown its first frame.
    MainWindow(Conductor *conductor, QObject *window, Request request, std::function<void()> framePainted);

    QObject *window() const { return m_window; }
    bool isAwaitingFrame() const; // it is visible, and has shown nothing yet

    bool eventFilter(QObject *watched, QEvent *event) override;

private Q_SLOTS:
    void noteFrame();
    void judgeClosing(QObject *closeEvent); // the last slot that a QQuickWindow's signal closing() calls

private:
    bool isClosing(QEvent *event);
    bool askHandler(QEvent *event);
    bool askWidget(const QEvent *event);
    bool askQuickWindow(QEvent *event);
    void handlerAnswered(bool hasAgreed);
    void followState(Conductor::State state);
    void hide();

    Conductor *const m_conductor;
    QObject *const m_window; // whoever destroys it destroys this object, too
    const Request m_request;
    const std::function<void()> m_framePainted;
    QuitSequence *const m_sequence; // nullptr: there is no application yet
    const int m_closing; // index of the signal closing(); -1: there is none, so the window isn't a QQuickWindow
    QFutureWatcher<bool> m_answer;
    bool m_isToHide = false; // when everything is down
    bool m_isAskingHandler = false;
    bool m_isHiding = false;
    bool m_hasFrame = false;
};

} // namespace QConductor

#endif
