// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "parts.h"

#include "folderwatch.h"
#include "hostfilter.h"
#include "mainwindow.h"
#include "transfersession.h"
#include "updatecheck.h"

#include <QConductor/WhenEmitted>

#include <QtWidgets/qmessagebox.h>
#include <QtWidgets/qpushbutton.h>

using namespace QConductor;

//! [parts]
Service *addParts(Conductor &conductor, TransferSettings *settings)
{
    // It exists already, and the session has a property for it.
    conductor.service(settings)->onShutdown(&TransferSettings::save);

    // A singleton without an object: nothing can point to it, so its place in the order is said below.
    Service *filter = conductor.service("Host filter");
    filter->onSetup(&HostFilter::initInstance)->onShutdown(&HostFilter::freeInstance);

    // A class of another library, which is up when a signal says so.
    Service *session = conductor.service<TransferSession>([] { return new TransferSession; });
    session->setDisplayName("Transfers")->needs(filter)->onShutdown(&TransferSession::close);
    session->onSetup([](TransferSession *object) {
        QFuture<void> restored = whenEmitted(object, &TransferSession::restored, &TransferSession::failed);
        object->restore();
        return restored;
    });

    // Its property is set to the session.
    conductor.service<FolderWatch>([] { return new FolderWatch; })
            ->onSetup(&FolderWatch::start)
            ->onShutdown(&FolderWatch::stop);

    // Its constructor needs a session that is restored, so it is created then. It is destroyed before the session is closed.
    const auto openWindow = [session] { return new MainWindow(qobject_cast<TransferSession *>(session->object())); };
    conductor.service<MainWindow>(openWindow)->onSetup(&QWidget::show)->needs(session);

    // Nobody needs it, and it comes when the window is there.
    conductor.service("Update check")
            ->setStartMode(Component::StartMode::Deferred)
            ->setEssential(false)
            ->onSetup(&UpdateCheck::start);
    return session;
}
//! [parts]

//! [ask]
FailureAction askWhatToDo(const Error &error)
{
    QStringList causes;
    if (const auto *setup = dynamic_cast<const SetupError *>(&error)) {
        for (const Failure &failure : setup->failures())
            causes += QMessageBox::tr("%1: %2").arg(failure.displayName, failure.message);
    }
    const QString text = causes.isEmpty() ? error.message() : causes.join(QLatin1Char('\n'));
    QMessageBox box(QMessageBox::Critical, QMessageBox::tr("Transfers"), text);
    const QPushButton *retry = box.addButton(QMessageBox::Retry);
    box.addButton(QMessageBox::tr("Quit"), QMessageBox::RejectRole);
    box.setInformativeText(QMessageBox::tr("What had started was stopped again."));
    box.setDetailedText(error.message());
    box.exec();
    return box.clickedButton() == retry ? FailureAction::Retry : FailureAction::Quit;
}
//! [ask]
