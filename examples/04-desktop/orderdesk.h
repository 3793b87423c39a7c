// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef ORDERDESK_H
#define ORDERDESK_H

#include "catalogue.h"
#include "database.h"
#include "feed.h"
#include "ledger.h"
#include "notes.h"
#include "splash.h"

#include <QConductor/Conductor>

#include <QtCore/qfuturewatcher.h>
#include <QtWidgets/qmainwindow.h>

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QMessageBox)
QT_FORWARD_DECLARE_CLASS(QProgressDialog)
QT_FORWARD_DECLARE_CLASS(QStackedWidget)
QT_FORWARD_DECLARE_CLASS(QToolBar)

class NoteEditor;
class OrderTable;

// The window of the application, and all of the application.
class OrderDesk : public QMainWindow
{
    Q_OBJECT

public:
    OrderDesk();

    QConductor::Conductor &conductor() { return m_conductor; }
    Splash &splash() { return m_splash; }
    QProgressDialog *progress() { return m_progress; }
    QMessageBox *failure() { return m_failure; }
    NoteEditor *noteEditor() { return m_noteEditor; }

private:
    enum Page { Orders, Saving, Empty }; // the empty one is behind the progress and the failure

    void addFeed();
    void build();
    void buildActions();
    QWidget *buildOrderPage();
    QWidget *buildSavingPage();
    void buildDialogs();
    void followState(QConductor::Conductor::State state);
    void feedProgress();
    void showProgressText(const QString &text);
    void showProgress();
    void showOrders();
    QConductor::FailureAction askWhatToDo(const QConductor::Error &error);
    void startAgainOffline();
    void showSaving();
    void showWhatIsSaved();
    void placeProgress();

    Splash m_splash;
    QFutureWatcher<void> m_setup;
    QProgressDialog *m_progress = nullptr;
    QMessageBox *m_failure = nullptr;
    QStackedWidget *m_pages = nullptr; // as Page says
    OrderTable *m_table = nullptr;
    NoteEditor *m_noteEditor = nullptr;
    QLabel *m_saving = nullptr;
    QLabel *m_whatFollows = nullptr;
    QToolBar *m_actions = nullptr; // what can be done while the application is active
    QConductor::Conductor m_conductor; // the last member: it is destroyed first, and shows what it shuts down then
};

#endif
