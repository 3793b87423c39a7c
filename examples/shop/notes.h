// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_NOTES_H
#define SHOP_NOTES_H

#include "database.h"
#include "slowwork.h"

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpromise.h>

namespace Shop {

// The note that a person writes. It isn't saved before the application is closed: then the component wants to be asked
// whether to save it, and while it waits for the answer, a window shows a dialog. Saving takes a while.
class Notes : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *database MEMBER m_database NOTIFY databaseChanged FINAL)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged FINAL)
    Q_PROPERTY(bool unsaved READ isUnsaved NOTIFY textChanged FINAL)
    Q_PROPERTY(bool asking READ isAsking NOTIFY askingChanged FINAL)
    Q_PROPERTY(int duration READ duration WRITE setDuration NOTIFY durationChanged FINAL) // of saving, in ms
    QML_ELEMENT

public:
    enum class Answer { Save, Discard, Cancel };
    Q_ENUM(Answer)

    Q_INVOKABLE explicit Notes(QObject *parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString &text);
    bool isUnsaved() const { return m_text != m_saved; }
    bool isAsking() const { return m_answer.isRunning(); }
    int duration() const { return m_work.duration(); }
    void setDuration(int milliseconds);

    Q_INVOKABLE void answer(Shop::Notes::Answer answer); // without effect while it doesn't ask

Q_SIGNALS:
    void databaseChanged();
    void textChanged();
    void askingChanged();
    void durationChanged();

protected:
    QFuture<bool> onShutdownRequest(QConductor::ShutdownReason reason) override;
    QFuture<void> onShutdown() override;

private:
    void end(bool isShutdownAllowed);

    Database *m_database = nullptr;
    QString m_text;
    QString m_saved;
    QPromise<bool> m_promise;
    QFutureWatcher<bool> m_answer; // of the promise
    SlowWork m_work { 1200 };
};

} // namespace Shop

#endif
