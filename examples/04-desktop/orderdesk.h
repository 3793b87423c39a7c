// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef ORDERDESK_H
#define ORDERDESK_H

#include "catalogue.h"
#include "database.h"
#include "feed.h"
#include "ledger.h"
#include "splash.h"

#include <QConductor/Conductor>

#include <QtCore/qfuturewatcher.h>
#include <QtWidgets/qmainwindow.h>

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QMessageBox)
QT_FORWARD_DECLARE_CLASS(QProgressDialog)
QT_FORWARD_DECLARE_CLASS(QStackedWidget)
QT_FORWARD_DECLARE_CLASS(QToolBar)

class OrderTable;

// The window of the application, and all of the application.
class OrderDesk : public QMainWindow
{
    Q_OBJECT

public:
    OrderDesk();

    void start();
    QConductor::Conductor &conductor() { return m_conductor; }
    Splash &splash() { return m_splash; }
    QProgressDialog *progress() { return m_progress; }
    QMessageBox *failure() { return m_failure; }

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void addFeed();
    void build();
    void buildActions();
    void feedProgress();
    void setupEnded();
    void showOrders();
    void showFailure();
    void startAgainOffline();
    void showSaving(const QString &whatFollows);
    void showWhatIsSaved();
    void placeProgress();

    QConductor::Conductor m_conductor;
    Splash m_splash;
    QFutureWatcher<void> m_setup;
    QFutureWatcher<void> m_shutdown;
    QProgressDialog *m_progress = nullptr;
    QMessageBox *m_failure = nullptr;
    QStackedWidget *m_pages = nullptr;
    OrderTable *m_table = nullptr;
    QLabel *m_saving = nullptr;
    QLabel *m_whatFollows = nullptr;
    QToolBar *m_actions = nullptr; // what can be done while the application is active
    bool m_isClosing = false;
};

#endif
