// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "notes.h"

namespace Shop {

// The future is asked to cancel when nobody waits for the answer any more, as after Ctrl+C.
Notes::Notes(QObject *parent) : Component(parent)
{
    connect(&m_answer, &QFutureWatcherBase::canceled, this, [this] { end(false); });
    connect(&m_answer, &QFutureWatcherBase::started, this, &Notes::askingChanged);
    connect(&m_answer, &QFutureWatcherBase::finished, this, &Notes::askingChanged);
}

void Notes::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    Q_EMIT textChanged();
}

void Notes::setDuration(int milliseconds)
{
    m_work.setDuration(milliseconds);
    Q_EMIT durationChanged();
}

void Notes::answer(Answer answer)
{
    if (!isAsking())
        return;
    if (answer == Answer::Discard)
        setText(m_saved);
    end(answer != Answer::Cancel);
}

//! [request]
// No event loop of its own is needed: the window shows the dialog because of askingChanged(), and calls answer().
QFuture<bool> Notes::onShutdownRequest(QConductor::ShutdownReason reason)
{
    if (!isUnsaved())
        return Component::onShutdownRequest(reason);
    m_promise = {};
    m_promise.start();
    m_answer.setFuture(m_promise.future());
    return m_promise.future();
}
//! [request]

//! [save]
// Saves what is unsaved also if nobody was asked: it is safer to keep a note than to lose it.
QFuture<void> Notes::onShutdown()
{
    if (!isUnsaved())
        return done();
    m_database->addEntry(m_text);
    m_saved = m_text;
    Q_EMIT textChanged();
    return m_work.start();
}
//! [save]

//! [answer]
void Notes::end(bool isShutdownAllowed)
{
    m_promise.addResult(isShutdownAllowed);
    m_promise.finish();
}
//! [answer]

} // namespace Shop
