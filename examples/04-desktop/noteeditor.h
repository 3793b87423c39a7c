// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef NOTEEDITOR_H
#define NOTEEDITOR_H

#include "notes.h"

#include <QtWidgets/qwidget.h>

QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QMessageBox)

// A line for a note, and the question whether to save the note before the application is closed.
class NoteEditor : public QWidget
{
    Q_OBJECT

public:
    explicit NoteEditor(Shop::Notes *notes);

    QLineEdit *line() { return m_line; }
    QMessageBox *question() { return m_question; }

private:
    void answer(int button);

    Shop::Notes *m_notes;
    QLineEdit *m_line;
    QMessageBox *m_question;
};

#endif
