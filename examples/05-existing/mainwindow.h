// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef MAINWINDOW_H
#define MAINWINDOW_H

#include <QtWidgets/qmainwindow.h>

QT_FORWARD_DECLARE_CLASS(QListWidget)
class TransferSession;

// Shows the transfers. Its constructor reads them, so the session has to be restored before.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(TransferSession *session);

private:
    void add(const QString &name);

    QListWidget *m_list;
};

#endif
