// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "mainwindow.h"

#include "transfersession.h"

#include <QtWidgets/qlistwidget.h>
#include <QtWidgets/qstatusbar.h>

MainWindow::MainWindow(TransferSession *session) : m_list(new QListWidget)
{
    setWindowTitle(tr("Transfers"));
    resize(520, 320);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setStyleSheet(QStringLiteral("QListWidget::item { padding: 8px 12px }"));
    setCentralWidget(m_list);
    const QStringList transfers = session->transfers();
    for (const QString &name : transfers)
        add(name);
    connect(session, &TransferSession::added, this, &MainWindow::add);
}

void MainWindow::add(const QString &name)
{
    m_list->addItem(name);
    statusBar()->showMessage(tr("%n transfer(s)", nullptr, m_list->count()));
}
