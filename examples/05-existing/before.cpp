// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// The application before it had a conductor: main.cpp and parts.cpp are what became of this file.

#include "folderwatch.h"
#include "hostfilter.h"
#include "mainwindow.h"
#include "transfersession.h"
#include "transfersettings.h"
#include "updatecheck.h"

#include <QtCore/qtimer.h>
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qmessagebox.h>

#include <memory>

//! [before]
int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TransferSettings settings(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("settings.ini"));
    HostFilter::initInstance();
    TransferSession session;
    session.setSettings(&settings);
    FolderWatch watch;
    std::unique_ptr<MainWindow> window;

    QObject::connect(&session, &TransferSession::restored, &application, [&] {
        watch.setSession(&session);
        watch.start();
        window = std::make_unique<MainWindow>(&session);
        window->show();
        QTimer::singleShot(0, &application, &UpdateCheck::start);
    });
    QObject::connect(&session, &TransferSession::failed, &application, [&](const QString &message) {
        QMessageBox::critical(nullptr, QStringLiteral("Transfers"), message); // the event loop goes on in the meantime
        QApplication::exit(1);
    });
    session.restore();
    const int result = QApplication::exec();

    // Who adds a part has to think of its place here, too, and of each way in which the start can have failed.
    watch.stop();
    window.reset();
    session.close();
    HostFilter::freeInstance();
    settings.save();
    return result;
}
//! [before]
